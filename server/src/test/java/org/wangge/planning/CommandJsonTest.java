package org.wangge.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.topology.Command;

class CommandJsonTest {

    private static final String GOOD =
            "{\"type\":\"reshape\",\"between\":[7,8],\"path\":{\"type\":\"LineString\",\"coordinates\":[[120.1234567,31.2],"
                    + "[120.2,31.3000001]]}}";

    @Test
    void readsDegreesAndWritesThemBackUnchanged() {
        Edit.Land land = (Edit.Land) CommandJson.read(GOOD);
        Command.Reshape reshape = (Command.Reshape) land.command();
        assertEquals(7, reshape.a());
        assertEquals(8, reshape.b());
        assertEquals("LINESTRING (1201234567 312000000, 1202000000 313000001)", reshape.path().toText());
        assertEquals(GOOD, CommandJson.write(land));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"outside\":true"})
    void aMovedVertexSaysWhetherWhatItGivesUpLeavesTheServiceArea(String outside) {
        String json = "{\"type\":\"moveNode\",\"node\":[120.1,31.2],\"to\":[120.1000001,31.2]" + outside + "}";
        Edit.Land land = (Edit.Land) CommandJson.read(json);
        assertEquals(!outside.isEmpty(), land.outside());
        assertEquals(json, CommandJson.write(land));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', value = {
        "\"type\":\"reshape\" ! \"type\":\"explode\" ! type is \"explode\"; there is no such command. Use one of: reshape, "
                + "moveNode, split, merge, transfer, create, delete, setAttributes.",
        "\"type\":\"reshape\" ! \"type\":7 ! type is 7; there is no such command. Use one of: reshape, moveNode, split, merge, "
                + "transfer, create, delete, setAttributes.",
        "\"type\":\"reshape\", ! `` ! type is missing; there is no such command. Use one of: reshape, moveNode, split, merge, "
                + "transfer, create, delete, setAttributes.",
        "\"between\":[7,8] ! \"between\":[7,8],\"colour\":1 ! The command has the unknown field colour. Allowed are: between, "
                + "outside, path, type.",
        "\"type\":\"LineString\" ! \"type\":\"LineString\",\"crs\":1 ! The command has the unknown field path.crs. Allowed are: "
                + "coordinates, type.",
        "[7,8] ! [7,7] ! between names grid 7 twice. Name the two neighbours whose common border is redrawn; null for land that "
                + "belongs to nobody.",
        "[7,8] ! [7,8,9] ! between is [7,8,9]; it must be a list of two grid ids.",
        "[7,8] ! [7,\"8\"] ! between[1] is \"8\"; it must be an id, a whole number above 0, or null.",
        "[7,8] ! [7,8.5] ! between[1] is 8.5; it must be an id, a whole number above 0, or null.",
        "[7,8] ! [7,99999999999999999999] ! between[1] is 99999999999999999999; it must be an id, a whole number above 0, or "
                + "null.",
        "[7,8] ! [0,8] ! between[0] is 0; it must be an id, a whole number above 0, or null.",
        "LineString ! Point ! path.type is \"Point\"; it must be \"LineString\".",
        "[120.2,31.3000001] ! [120.2,91] ! path.coordinates[1] has latitude 91.0, which is outside -90..90. Each point is "
                + "[longitude, latitude] in degrees, WGS 84.",
        "[120.2,31.3000001] ! [-181,3] ! path.coordinates[1] has longitude -181.0, which is outside -180..180. Each point is "
                + "[longitude, latitude] in degrees, WGS 84.",
        "[120.2,31.3000001] ! [1e999,3] ! path.coordinates[1][0] is 1E+999, which is too large or too small a number to be "
                + "kept. Write it as 120.6187.",
        "[120.2,31.3000001] ! [1e-999999999,3] ! path.coordinates[1][0] is 1E-999999999, which is too large or too small a "
                + "number to be kept. Write it as 120.6187.",
        "[120.2,31.3000001] ! [1e-99999999999,3] ! The command is nested too deep, or has a number of too many digits.",
        "[120.2,31.3000001] ! [0e-999999999,91] ! path.coordinates[1] has latitude 91.0",
        "[120.2,31.3000001] ! [120.2,null] ! path.coordinates[1] is [120.2,null]. Each point is [longitude, latitude] in "
                + "degrees, WGS 84.",
        "[120.2,31.3000001] ! [120.2,31.3,5] ! path.coordinates[1] is [120.2,31.3,5]. Each point is [longitude, latitude] in "
                + "degrees, WGS 84.",
        ",[120.2,31.3000001] ! `` ! path.coordinates is [[120.1234567,31.2]]; it must be a list of at least two points.",
        "[120.2,31.3000001] ! [NaN,31] ! The command is not JSON: Non-standard token 'NaN': enable "
                + "`JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow at line 1",
    })
    void saysWhatIsWrongWhereAndHowToMendIt(String part, String replacement, String text) {
        String json = GOOD.replace(part, replacement == null ? "" : replacement);
        ProblemException e = assertThrows(ProblemException.class, () -> CommandJson.read(json));
        assertInstanceOf(Problem.BadInput.class, e.problem());
        assertEquals(text, e.getMessage().substring(0, Math.min(text.length(), e.getMessage().length())));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', value = {
        "`` ! The command is empty; it must be an object.",
        "[1] ! The command is a JSON array; it must be an object.",
        "{\"type\" ! The command is not JSON: Unexpected end-of-input",
        "{} {} ! The command is not JSON: Trailing token",
        "{\"type\":1,\"type\":2} ! The command is not JSON: Duplicate field 'type'",
    })
    void whatIsNoCommandAtAll(String json, String text) {
        ProblemException e = assertThrows(ProblemException.class, () -> CommandJson.read(json));
        assertEquals(text, e.problem().detail().substring(0, Math.min(text.length(), e.problem().detail().length())));
    }

    @Test
    void whatIsNestedOrLongBeyondMeasureIsRefusedInWords() {
        for (String absurd : List.of("[".repeat(100_000), "{\"a\":".repeat(100_000),
                GOOD.replace("31.3000001", "3" + "1".repeat(5_000)),
                GOOD.replace("31.3000001", "31." + "1".repeat(5_000)))) {
            ProblemException e = assertThrows(ProblemException.class, () -> CommandJson.read(absurd));
            assertEquals("The command is nested too deep, or has a number of too many digits.", e.problem().detail());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"   ", "\\u00a0\\u200b", "A\\u0000", "\\ud800B", "B\\udc00", "\\u202eB", "B\\u202c", "\\u2066B",
            "\\u0007", "\\ufffd", "\\uffff"})
    void aTextThatIsNoTextIsRefusedWhereverItStands(String text) {
        for (String json : List.of("{\"type\":\"setAttributes\",\"grid\":7,\"attributes\":{\"name\":\"" + text + "\"}}",
                "{\"type\":\"setAttributes\",\"grid\":7,\"attributes\":{\"kind\":\"" + text + "\"}}",
                "{\"type\":\"split\",\"grid\":7,\"line\":{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,4]]},"
                        + "\"parts\":[{\"code\":\"" + text + "\"}]}")) {
            ProblemException e = assertThrows(ProblemException.class, () -> CommandJson.read(json), text);
            assertInstanceOf(Problem.BadInput.class, e.problem());
        }
    }

    @Test
    void aPathWithTooManyPointsIsTooLarge() {
        String points = "[120.2,31.3],".repeat(CommandJson.MAX_POINTS);
        ProblemException e = assertThrows(ProblemException.class, () ->
                CommandJson.read(GOOD.replace("[120.2,", points + "[120.2,")));
        assertInstanceOf(Problem.TooLarge.class, e.problem());
        assertEquals("path.coordinates has 10002 points; at most 10000 are taken.", e.problem().detail());
    }
}
