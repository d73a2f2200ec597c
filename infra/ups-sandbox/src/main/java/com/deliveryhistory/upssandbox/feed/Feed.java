package com.deliveryhistory.upssandbox.feed;

import com.deliveryhistory.upssandbox.feed.FeedFile.Entry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What has happened to one account's packages up to now. Nothing of it is stored: it is made anew, an hour at a time, for
 * as much of it as is asked for.
 */
public final class Feed {

    private static final long WINDOW = Duration.ofHours(1).toSeconds();

    private final List<Strand> strands;
    private final Parcels parcels;
    private final Dice account;
    private final String shipperNumber;
    private final Duration history;
    private final int recordsPerFile;
    private final ZoneId zone;
    private final Instant now;

    Feed(String shipperNumber, List<Strand> strands, Dice account, FeedSettings settings, Instant now) {
        this.shipperNumber = shipperNumber;
        this.strands = List.copyOf(strands);
        this.account = account;
        this.parcels = new Parcels(shipperNumber, account);
        this.history = settings.history();
        this.recordsPerFile = settings.recordsPerFile();
        this.zone = settings.zone();
        this.now = now;
    }

    public String shipperNumber() {
        return shipperNumber;
    }

    /** The zone of all times without one. */
    public ZoneId zone() {
        return zone;
    }

    /** The moment at which this feed was looked at; nothing later is in it. */
    public Instant now() {
        return now;
    }

    /** The files that appeared between these times, both included, oldest first, made as they are read. */
    public Stream<FeedFile> files(Instant from, Instant to) {
        long first = from.getEpochSecond() + (from.getNano() > 0 ? 1 : 0);
        long last = Math.min(to.getEpochSecond(), now.getEpochSecond());
        return LongStream.iterate(
                        Math.floorDiv(first, WINDOW) * WINDOW, start -> start <= last, start -> start + WINDOW)
                .boxed()
                .flatMap(start -> window(Math.max(start, first), Math.min(start + WINDOW - 1, last)));
    }

    /** The file with this name; empty if there is none, or not yet. */
    public Optional<FeedFile> file(String name) {
        return FileNames.timeOf(name, zone)
                .flatMap(time -> files(time, time)
                        .filter(file -> file.name().equals(name))
                        .findFirst());
    }

    /** The package with this number; empty if there is none, not yet, or no longer. */
    public Optional<Parcel> parcel(String trackingNumber) {
        OptionalLong serial = TrackingNumbers.serial(trackingNumber, shipperNumber, account);
        if (serial.isEmpty()) {
            return Optional.empty();
        }
        int count = Feeds.STRANDS;
        long number = serial.getAsLong() / count;
        int index = (int) (serial.getAsLong() % count);
        return strands.stream()
                .filter(strand -> strand.index() == index && strand.contains(number))
                .map(strand -> parcel(strand, number, strand.storyline(number)))
                .filter(parcel -> parcel.trackingNumber().equals(trackingNumber))
                .filter(parcel -> isKnown(parcel.steps().getFirst().time()))
                .findFirst();
    }

    private boolean isKnown(Instant created) {
        return !created.isAfter(now) && created.isAfter(now.minus(history));
    }

    /** The files that appeared from the first second to the last, both included and less than a window apart. */
    private Stream<FeedFile> window(long first, long last) {
        var byFileTime = new TreeMap<Long, List<Moment>>();
        for (Strand strand : strands) {
            long firstStep = first - strand.filePeriod();
            for (long number = strand.firstNear(firstStep); number <= strand.lastBy(last); number++) {
                if (strand.contains(number)) {
                    collect(strand, number, first, last, byFileTime);
                }
            }
        }
        return byFileTime.entrySet().stream().flatMap(this::split);
    }

    private static void collect(Strand strand, long number, long first, long last, Map<Long, List<Moment>> byFileTime) {
        Storyline story = strand.storyline(number);
        for (Step step : story.steps()) {
            long fileTime = strand.fileTime(step.epochSecond());
            if (fileTime >= first && fileTime <= last) {
                byFileTime
                        .computeIfAbsent(fileTime, time -> new ArrayList<>())
                        .add(new Moment(strand, number, story, step));
            }
        }
    }

    private Stream<FeedFile> split(Map.Entry<Long, List<Moment>> sameTime) {
        long time = sameTime.getKey();
        List<Moment> moments = sameTime.getValue();
        moments.sort(Comparator.comparingLong((Moment moment) -> moment.step().epochSecond())
                .thenComparingInt(moment -> moment.strand().index())
                .thenComparingLong(Moment::number));
        int parts = (moments.size() + recordsPerFile - 1) / recordsPerFile;
        return Stream.iterate(0, part -> part < parts, part -> part + 1)
                .map(part -> new FeedFile(
                        FileNames.of(time, part + 1, zone),
                        Instant.ofEpochSecond(time),
                        moments
                                .subList(part * recordsPerFile, Math.min((part + 1) * recordsPerFile, moments.size()))
                                .stream()
                                .map(this::entry)
                                .toList()));
    }

    private Entry entry(Moment moment) {
        return new Entry(parcel(moment.strand(), moment.number(), moment.story()), moment.step());
    }

    private Parcel parcel(Strand strand, long number, Storyline story) {
        return parcels.parcel(strand, number, number * Feeds.STRANDS + strand.index(), story);
    }

    private record Moment(Strand strand, long number, Storyline story, Step step) {}
}
