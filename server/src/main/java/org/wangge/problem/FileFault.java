package org.wangge.problem;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// What the system said when something could not be done with a file. Java's own exceptions often tell nothing but its path, and
/// the reason by their class alone.
public final class FileFault {

    private FileFault() {}

    /// The file, if it is known, and the reason; without a full stop.
    public static String said(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case NoSuchFileException missing -> missing.getFile() + ": no such file or folder";
            case FileAlreadyExistsException taken -> taken.getFile() + ": it is there already, and no folder";
            case FileSystemException other when other.getReason() == null ->
                other.getFile() + ": " + other.getClass().getSimpleName();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
