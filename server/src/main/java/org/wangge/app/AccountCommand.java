package org.wangge.app;

import java.time.Clock;
import java.util.concurrent.Callable;
import org.wangge.access.Access;
import org.wangge.access.AccountAdmin;
import org.wangge.store.Store;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `wangge account NAME`: the way in for whoever has the machine, when nobody can sign in any more.
@Command(
        name = "account",
        mixinStandardHelpOptions = true,
        description = "Give an account a new one-time password and let it sign in again; an account that is not there is made, "
                + "an admin.")
final class AccountCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private StoreOptions stores;

    @Parameters(paramLabel = "NAME", description = "Name of the account, such as admin")
    private String name;

    @Override
    public Integer call() {
        try (Store store = stores.open("wangge-data")) {
            // No grid is looked up here: the roles of an account that is there stay as they are.
            Access access = new Access(store, () -> null, new Access.Settings(false, false, null), Clock.systemUTC());
            AccountAdmin.Opened opened = access.accounts().recover(name);
            var out = spec.commandLine().getOut();
            out.println("One-time password of '" + opened.account().name() + "', to be changed at the first sign-in:");
            out.println("  " + opened.oneTimePassword());
            out.flush();
        }
        return 0;
    }
}
