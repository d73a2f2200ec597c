package com.deliveryhistory.localstack.settings;

import java.util.List;

/**
 * An application that companies authorise, a UPS client of its own.
 *
 * @param title what people read
 */
record Application(String name, String title, String clientId) {

    static final Application DELIVERY_HISTORY =
            new Application("intelligent-delivery-history", "Intelligent Delivery History", "sbx-client-idh");
    static final Application ODCS = new Application("odcs", "ODCS", "sbx-client-odcs");
    static final List<Application> ALL = List.of(DELIVERY_HISTORY, ODCS);
}
