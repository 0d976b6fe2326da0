package org.wangge.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// Makes sure that a text file is UTF-8 before anything of it is used: a file of another encoding would fill the store with
/// rubbish that looks like names.
final class Utf8 {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final Charset CHINESE = Charset.forName("GB18030");

    private Utf8() {}

    /// Reads the whole file and answers its number of lines; throws a problem that names the first line that is not UTF-8.
    static long countLines(Path file) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
        CharBuffer chars = CharBuffer.allocate(BUFFER_BYTES);
        long newlines = 0;
        byte last = '\n';
        try (InputStream in = Files.newInputStream(file)) {
            boolean atEnd = false;
            while (!atEnd) {
                bytes.compact();
                int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
                atEnd = count < 0;
                int fresh = bytes.position();
                bytes.limit(fresh + Math.max(count, 0)).position(0);
                CoderResult result = decoder.decode(bytes, chars.clear(), atEnd);
                int decoded = bytes.position();
                newlines += newlines(bytes.array(), decoded);
                if (result.isError()) {
                    throw notUtf8(file, newlines + 1, bytes);
                }
                if (decoded > 0) {
                    last = bytes.get(decoded - 1);
                }
            }
        } catch (IOException e) {
            throw Format.unreadable(file, e);
        }
        return last == '\n' ? newlines : newlines + 1;
    }

    private static long newlines(byte[] bytes, int end) {
        int count = 0;
        for (int i = 0; i < end; i++) {
            count += bytes[i] == '\n' ? 1 : 0;
        }
        return count;
    }

    private static ProblemException notUtf8(Path file, long line, ByteBuffer at) {
        byte[] bad = new byte[Math.min(2, at.remaining())];
        at.get(bad);
        String hex = HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bad);
        String name = file.getFileName().toString();
        String chinese = chinese(bad);
        return new Problem.BadInput(
                name + " is not UTF-8: line " + line + " holds the bytes " + hex
                        + (chinese == null ? "." : ", which are \"" + chinese + "\" in GBK."),
                "Save it as UTF-8 (in a spreadsheet: \"CSV UTF-8\")"
                        + (chinese == null ? "." : ", or convert it: iconv -f GB18030 -t UTF-8 " + name + " > utf8-" + name),
                Map.of("line", line, "bytes", hex)).asException();
    }

    /// What the bytes mean in the encoding of most Chinese files, or null when nothing.
    private static String chinese(byte[] bytes) {
        try {
            return CHINESE.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
