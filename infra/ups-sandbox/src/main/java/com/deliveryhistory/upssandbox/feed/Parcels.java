package com.deliveryhistory.upssandbox.feed;

import com.deliveryhistory.upssandbox.feed.Address.City;
import com.deliveryhistory.upssandbox.feed.Parcel.DropOff;
import com.deliveryhistory.upssandbox.feed.Parcel.Service;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** Makes up names, addresses and goods for the packages of an account. */
final class Parcels {

    private static final ZoneId EASTERN = ZoneId.of("America/New_York");
    private static final ZoneId CENTRAL = ZoneId.of("America/Chicago");
    private static final ZoneId MOUNTAIN = ZoneId.of("America/Denver");
    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");

    private static final List<City> CITIES = List.of(
            new City("ROSWELL", "GA", "30076", EASTERN),
            new City("WAYNE", "NJ", "07470", EASTERN),
            new City("COLUMBUS", "OH", "43215", EASTERN),
            new City("RALEIGH", "NC", "27601", EASTERN),
            new City("ALBANY", "NY", "12207", EASTERN),
            new City("PITTSBURGH", "PA", "15222", EASTERN),
            new City("ORLANDO", "FL", "32801", EASTERN),
            new City("AUSTIN", "TX", "78701", CENTRAL),
            new City("MADISON", "WI", "53703", CENTRAL),
            new City("SAINT PAUL", "MN", "55102", CENTRAL),
            new City("NASHVILLE", "TN", "37203", CENTRAL),
            new City("DES MOINES", "IA", "50309", CENTRAL),
            new City("BOISE", "ID", "83702", MOUNTAIN),
            new City("DENVER", "CO", "80202", MOUNTAIN),
            new City("SANTA FE", "NM", "87501", MOUNTAIN),
            new City("PHOENIX", "AZ", "85004", ZoneId.of("America/Phoenix")),
            new City("SACRAMENTO", "CA", "95814", PACIFIC),
            new City("PORTLAND", "OR", "97204", PACIFIC),
            new City("SPOKANE", "WA", "99201", PACIFIC),
            new City("RENO", "NV", "89501", PACIFIC));
    private static final List<Service> SERVICES = List.of(
            new Service("003", "03", "UPS Ground"),
            new Service("003", "03", "UPS Ground"),
            new Service("003", "03", "UPS Ground"),
            new Service("012", "12", "UPS 3 Day Select"),
            new Service("002", "02", "UPS 2nd Day Air"),
            new Service("001", "01", "UPS Next Day Air"));
    private static final List<DropOff> BUSINESS = List.of(
            new DropOff("02", "RECEPTION", "Reception", false),
            new DropOff("04", "FRONT DESK", "Front Desk", false),
            new DropOff("05", "DOCK", "Dock", false),
            new DropOff("06", "MAIL ROOM", "Mail Room", false),
            new DropOff("07", "OFFICE", "Office", false));
    private static final List<DropOff> HOME = List.of(
            new DropOff("M1", "FRONT DOOR", "Front Door", true),
            new DropOff("M3", "PORCH", "Porch", true),
            new DropOff("M7", "GARAGE", "Garage", true),
            new DropOff("M2", "SIDE DOOR", "Side Door", true),
            new DropOff("01", "RESIDENTIAL", "Residential", false));
    private static final List<String> GIVEN = List.of(
            "ALEX", "BLAKE", "CASEY", "DANA", "ELLIS", "FRANCES", "GREER", "HARPER", "INDIGO", "JORDAN", "KENDALL",
            "LOGAN", "MORGAN", "NOEL", "PARKER", "QUINN", "RILEY", "SAWYER", "TAYLOR", "WREN");
    private static final List<String> FAMILY = List.of(
            "ABBOTT",
            "BRIGHTON",
            "CALLOWAY",
            "DRUMMOND",
            "EASTMAN",
            "FAIRLEY",
            "GALLOWAY",
            "HOLLIS",
            "INGRAM",
            "JESSUP",
            "KIRBY",
            "LOCKHART",
            "MERRICK",
            "NORWOOD",
            "OAKLEY",
            "PRESCOTT",
            "RADCLIFFE",
            "SOMERS",
            "THACKER",
            "WHITLOCK");
    private static final List<String> TRADES = List.of(
            "SUPPLY",
            "DENTAL",
            "BOOKS",
            "HARDWARE",
            "OPTICS",
            "BAKERY",
            "CYCLES",
            "GARDENS",
            "LABS",
            "PRINTING",
            "MUSIC",
            "TOOLS");
    private static final List<String> STREETS = List.of(
            "MAPLE",
            "CEDAR",
            "HARBOR",
            "MILL",
            "ORCHARD",
            "PROSPECT",
            "QUARRY",
            "RIVER",
            "SCHOOL",
            "SUMMIT",
            "UNION",
            "WILLOW");
    private static final List<String> STREET_TYPES = List.of("ST", "AVE", "RD", "LN", "DR");

    private final String shipperNumber;
    private final Dice account;
    private final Address shipper;

    Parcels(String shipperNumber, Dice account) {
        this.shipperNumber = shipperNumber;
        this.account = account;
        this.shipper = address(
                account,
                -100,
                account.oneOf(-101, FAMILY) + " " + account.oneOf(-102, TRADES),
                account.oneOf(-103, CITIES));
    }

    Parcel parcel(Strand strand, long number, long serial, Storyline story) {
        Dice dice = strand.diceOf(number);
        Service service = service(dice);
        boolean residential = dice.roll(201, 5) < 3;
        String person = dice.oneOf(202, GIVEN) + " " + dice.oneOf(203, FAMILY);
        String business = dice.oneOf(204, FAMILY) + " " + dice.oneOf(205, TRADES);
        DropOff dropOff = dice.oneOf(206, residential ? HOME : BUSINESS);
        return new Parcel(
                TrackingNumbers.encode(shipperNumber, service.inTrackingNumber(), serial, account),
                shipperNumber,
                shipper,
                address(dice, 210, residential ? person : business, dice.oneOf(207, CITIES)),
                residential,
                service,
                "PO-" + (10_000 + Math.floorMod(serial * 7 + dice.roll(208, 7), 900_000)),
                "SO-" + (1_000 + dice.roll(209, 90_000)),
                dice.between(220, 5, 480),
                dropOff,
                dropOff.driverRelease() ? "DRIVER RELEASE" : dice.oneOf(221, FAMILY),
                Instant.ofEpochSecond(story.plannedDelivery()),
                story.steps());
    }

    static Service service(Dice dice) {
        return dice.oneOf(200, SERVICES);
    }

    private static Address address(Dice dice, int question, String name, City city) {
        return new Address(
                name,
                Integer.toString(dice.between(question, 1, 4999)),
                dice.oneOf(question + 1, STREETS),
                dice.oneOf(question + 2, STREET_TYPES),
                dice.roll(question + 3, 4) == 0 ? Integer.toString(dice.between(question + 4, 100, 980)) : "",
                city);
    }
}
