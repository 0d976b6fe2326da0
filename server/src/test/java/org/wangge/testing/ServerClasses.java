package org.wangge.testing;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/// The classes of the server as ArchUnit sees them, read once for all tests of a JVM that ask.
public final class ServerClasses {

    public static final JavaClasses ALL =
            new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("org.wangge");

    private ServerClasses() {}
}
