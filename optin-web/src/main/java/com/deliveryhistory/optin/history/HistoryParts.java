package com.deliveryhistory.optin.history;

import com.deliveryhistory.optin.deliveries.Coverage;
import com.deliveryhistory.optin.deliveries.HistoryPage;
import com.deliveryhistory.optin.deliveries.Summary;
import com.deliveryhistory.optin.historyworker.Answer;

/** What the history is shown from; each part is there or not by itself. */
record HistoryParts(Answer<HistoryPage> packages, Answer<Summary> summary, Answer<Coverage> coverage) {

    /** Nothing was asked for. */
    static final HistoryParts NONE =
            new HistoryParts(new Answer.Absent<>(), new Answer.Absent<>(), new Answer.Absent<>());
}
