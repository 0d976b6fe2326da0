package org.wangge.access;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.wangge.problem.Problem;
import org.wangge.problem.Turns;

/// Hashes and checks passwords with Argon2id. Few at a time, since each takes memory and a core; few wait for that, so that the
/// threads of tiles are left alone. Safe for any number of threads.
public final class Passwords {

    static final int MIN_LENGTH = 10;
    static final int MAX_LENGTH = 200;

    private static final int AT_ONCE = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MAX_WAITING = 16;
    private static final Set<String> COMMON = Set.of(
            "0123456789", "0987654321", "1234567890", "1111111111", "123123123123", "12345678910", "123456789a", "a123456789",
            "1q2w3e4r5t", "1qaz2wsx3edc",
            "adminadmin", "admin12345", "administrator", "asdfghjkl;", "iloveyou123", "letmein123", "password00", "password01",
            "password12", "password123",
            "password1234", "passw0rd123", "qwerty1234", "qwerty12345", "qwertyuiop", "welcome123", "woaini1314",
            "woaini1314520", "woaini520");

    private final Argon2PasswordEncoder argon2;
    private final Turns turns = new Turns("Too many are signing in at this moment", AT_ONCE, MAX_WAITING, PATIENCE);
    private final String nobodys;

    /// With 19 MiB and two passes, the least that OWASP's Password Storage Cheat Sheet names.
    public Passwords() {
        this(19 * 1024, 2);
    }

    /// A new hash takes so much memory and so many passes over it; of an old one, it says itself what it takes.
    public Passwords(int kibibytes, int passes) {
        argon2 = new Argon2PasswordEncoder(16, 32, 1, kibibytes, passes);
        nobodys = argon2.encode(Secrets.token());
    }

    String hash(String password) {
        return inTurn(() -> argon2.encode(password));
    }

    /// Takes the same time whether there is a hash or not; null never matches, nor does what is no text (half a character).
    boolean matches(String password, String hash) {
        boolean isText = isText(password);
        boolean same = inTurn(() -> argon2.matches(isText ? password : "", hash == null ? nobodys : hash));
        return same && isText && hash != null;
    }

    private static boolean isText(String password) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(password);
    }

    /// Throws a `BadInput` problem that says what is wrong with a new password, never what it is.
    static void check(String password, String name) {
        String simple = password.toLowerCase(Locale.ROOT);
        String fault = !isText(password) ? "has half a character" : password.length() < MIN_LENGTH
                ? "has " + password.length() + " characters"
                : password.length() > MAX_LENGTH
                        ? "is longer than " + MAX_LENGTH + " characters"
                        : password.chars().distinct().count() < 4
                                ? "repeats very few characters"
                                : COMMON.contains(simple)
                                        ? "is among those that are tried first"
                                        : simple.contains(name) && simple.length() - name.length() < MIN_LENGTH
                                        ? "is little more than the name" : null;
        if (fault != null) {
            throw new Problem.BadInput(
                            "The new password " + fault + ".",
                            "Take " + MIN_LENGTH + " to " + MAX_LENGTH
                            + " characters that others would not guess; a short sentence is good.",
                            java.util.Map.of("reason", "weak_password"))
                    .asException();
        }
    }

    private <T> T inTurn(Supplier<T> work) {
        try (Turns.Turn _ = turns.take()) {
            return work.get();
        }
    }
}
