package com.deliveryhistory.localstack.mailbox;

import com.deliveryhistory.servers.ServerProcess;

/** {@link Mailbox} as a process of its own. */
public final class MailboxProcess {

    private MailboxProcess() {}

    /** Runs until its standard input ends. Arguments: port of the pages, data folder, port of the mail server. */
    public static void main(String[] arguments) {
        if (arguments.length != 3 || !arguments[2].matches("\\d{1,5}")) {
            System.err.println("Usage: mailbox PORT FOLDER MAIL-SERVER-PORT");
            Runtime.getRuntime().halt(ServerProcess.CANNOT_START);
        }
        int mailServerPort = Integer.parseInt(arguments[2]);
        ServerProcess.run(
                "mailbox",
                new String[] {arguments[0], arguments[1]},
                (folder, port) -> Mailbox.start(folder, port, mailServerPort));
    }
}
