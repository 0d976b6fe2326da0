package org.wangge.api;

/// What of the front end's own sources goes to browsers.
final class Sources {

    private Sources() {}

    /// A script or a style sheet without the comments that begin their line: a third of its compressed bytes. Lines keep their
    /// numbers, so that what a browser reports is found in the source. Lines inside of a template literal stay as they are.
    static String withoutComments(String source) {
        StringBuilder code = new StringBuilder(source.length());
        boolean isComment = false;
        boolean isTemplate = false;
        for (String line : source.split("\n", -1)) {
            String text = line.strip();
            String kept = line;
            if (isComment || !isTemplate && text.startsWith("/*")) {
                int end = text.indexOf("*/", isComment ? 0 : 2);
                isComment = end < 0;
                kept = isComment ? "" : text.substring(end + 2);
            } else if (!isTemplate && text.startsWith("//")) {
                kept = "";
            }
            isTemplate ^= backticks(kept) % 2 == 1;
            code.append(kept).append('\n');
        }
        code.setLength(code.length() - 1);
        return code.toString();
    }

    private static int backticks(String code) {
        int n = 0;
        for (int i = 0; i < code.length(); i++) {
            if (code.charAt(i) == '\\') {
                i++;
            } else if (code.charAt(i) == '`') {
                n++;
            }
        }
        return n;
    }
}
