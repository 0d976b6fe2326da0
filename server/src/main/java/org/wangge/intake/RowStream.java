package org.wangge.intake;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.wangge.model.Row;

/// The valid rows of a file, one at a time; the others go to the tally. One thread.
final class RowStream implements Iterator<Row> {

    private final FeatureReader reader;
    private final RowMapper mapper;
    private final Tally tally;
    private Row ahead;
    private boolean isFinished;

    RowStream(FeatureReader reader, RowMapper mapper, Tally tally) {
        this.reader = reader;
        this.mapper = mapper;
        this.tally = tally;
    }

    @Override
    public boolean hasNext() {
        while (ahead == null && !isFinished) {
            FeatureReader.Feature feature = reader.next();
            if (feature == null) {
                isFinished = true;
                tally.finish();
            } else {
                tally.read();
                ahead = mapper.map(feature);
                if (ahead == null) {
                    tally.reject(mapper.rejects());
                }
            }
        }
        return ahead != null;
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Row row = ahead;
        ahead = null;
        return row;
    }
}
