package com.deliveryhistory.localstack.settings;

import com.deliveryhistory.localstack.identityprovider.IdentityProvider;
import java.nio.file.Path;

/**
 * What services in containers prove themselves with, and the accounts: a folder for each, which is mounted in its container
 * and no other. A file that is named like a setting is that setting.
 */
public final class ContainerSecrets {

    private ContainerSecrets() {}

    /**
     * Makes what is not there yet. The accounts are written anew.
     *
     * @param folder the folders of the services are below it; one more, of no service, holds what they were made from
     * @param companies how many companies to add to acme and globex
     */
    public static void prepare(Path folder, int companies) {
        var secrets = Secrets.in(folder.resolve("made"));
        Path optinWeb = folderOf(folder, Part.OPTIN_WEB);
        Path tokenManager = folderOf(folder, Part.TOKEN_MANAGER);
        Path historyWorker = folderOf(folder, Part.HISTORY_WORKER);
        Path sandbox = folderOf(folder, Part.UPS_SANDBOX);

        copy(secrets.privateKey(Part.OPTIN_WEB.label()), optinWeb);
        copy(secrets.secondFactorKeys(), optinWeb);
        PrivateFiles.write(
                optinWeb.resolve("identity-providers.of.%s.client-secret".formatted(Accounts.WITH_IDENTITY_PROVIDER)),
                IdentityProvider.CLIENT_SECRET);
        Accounts.writeCompanies(optinWeb.resolve("companies.json"), companies);

        copy(secrets.publicKeys(Part.HISTORY_WORKER.label()), tokenManager);
        copy(secrets.publicKeys(Application.ODCS.name()), tokenManager);
        copy(secrets.privateKey(Part.HISTORY_WORKER.label()), historyWorker);
        copy(secrets.publicKeys(Part.OPTIN_WEB.label()), historyWorker);

        for (Application application : Application.ALL) {
            String name = "ups.applications.%s.client-secret".formatted(application.name());
            PrivateFiles.write(tokenManager.resolve(name), secrets.clientSecret(application));
            PrivateFiles.write(
                    sandbox.resolve(application.name() + ".client-secret"), secrets.clientSecret(application));
        }
        Accounts.writeUpsProfiles(sandbox.resolve("ups-profiles.json"), companies);
    }

    private static Path folderOf(Path folder, Part service) {
        Path its = folder.resolve(service.label());
        PrivateFiles.createFolder(its);
        return its;
    }

    private static void copy(Path secret, Path folder) {
        PrivateFiles.write(folder.resolve(secret.getFileName()), PrivateFiles.read(secret));
    }
}
