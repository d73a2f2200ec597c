package com.deliveryhistory.optin.uploads;

/** Why a list of tracking numbers was not taken. The words are in {@code messages.properties}, {@code numbers.problem.<name>}. */
enum UploadProblem {
    /** There is neither a file nor a text. */
    NOTHING,
    /** There are both. */
    BOTH,
    /** It is a spreadsheet program's own file. */
    WORKBOOK,
    PDF,
    /** The file or its name stands for something else than text: an archive, a picture, a document. */
    KIND,
    /** It has what no text has. */
    UNREADABLE,
    TOO_LARGE,
    /** The company has as many numbers waiting as it may. */
    TOO_MANY_WAITING,
    TRY_LATER
}
