package org.wangge.intake;
public final class Importer { }
