// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {BatchBook} from "./BatchBook.sol";
import {IImpactRegistry} from "./interfaces/IImpactRegistry.sol";
import {newBatchWord} from "./types/BatchWord.sol";
import {FacilityWord} from "./types/FacilityWord.sol";
import {HOURS_PER_WORD, HOUR_BITS, HourWord, WORDS_PER_DAY} from "./types/HourWord.sol";
import {CorrectionReason, FacilityKind, Progress, Quality} from "./types/Impact.sol";
import {JstDay} from "./types/JstDay.sol";

/// @title The hours of the impact registry: recorded once, superseded, revalued, never edited
abstract contract HourBook is BatchBook {
    /// @dev A batch that is to be written: what its caller says, and what its words turn out to be.
    struct Draft {
        bytes32 facilityId;
        JstDay day;
        uint16 factor;
        uint16 baseline;
        CorrectionReason reason;
        bytes32 evidenceHash;
        uint8 batch;
        uint256 first;
        uint256 count;
        uint256 missing;
    }

    /// @dev A sum reads them all: with this and with that, no number of corrections puts the sum of a month out of reach of a block.
    uint256 private constant MOST_REVALUATIONS = 255;

    // ---- acts

    /// @inheritdoc IImpactRegistry
    function record(
        bytes32 facilityId,
        JstDay day,
        HourWord[6] calldata words,
        uint16 factor,
        uint16 baseline,
        bytes32 evidenceHash
    ) external onlyFor(facilityId) {
        Draft memory draft = Draft(facilityId, day, factor, baseline, CorrectionReason.None, evidenceHash, 0, 0, 0, 0);
        Progress storage reached = _progress[facilityId];
        _append(draft, words, reached);
        uint256 begins = uint256(JstDay.unwrap(day)) * HOURS_PER_DAY + draft.first;
        uint256 nextHour = reached.nextHour;
        if (nextHour == 0) reached.firstHour = uint32(begins);
        else if (begins != nextHour) revert NotTheNextHour(facilityId, nextHour, begins);
        reached.nextHour = uint32(begins + draft.count);
        reached.records += uint32(draft.count - draft.missing);
        reached.missing += uint32(draft.missing);
        emit HoursRecorded(facilityId, day, draft.batch, evidenceHash);
    }

    /// @inheritdoc IImpactRegistry
    function supersede(
        bytes32 facilityId,
        JstDay day,
        uint8 replaces,
        HourWord[6] calldata words,
        uint16 factor,
        uint16 baseline,
        CorrectionReason reason,
        bytes32 evidenceHash
    ) external onlyFor(facilityId) {
        if (reason == CorrectionReason.None) revert WrongReason(reason);
        Draft memory draft = Draft(facilityId, day, factor, baseline, reason, evidenceHash, 0, 0, 0, 0);
        (int256 fromMilliWh, int256 toMilliWh, uint256 wereMissing) = _replaced(draft, words, replaces);
        Progress storage reached = _progress[facilityId];
        _append(draft, words, reached);
        reached.records = uint32(reached.records + wereMissing - draft.missing);
        reached.missing = uint32(reached.missing + draft.missing - wereMissing);
        ++_corrections[facilityId][_monthOf(day)];
        emit HoursSuperseded(
            facilityId,
            day,
            draft.batch,
            replaces,
            uint8(draft.first),
            uint8(draft.count),
            reason,
            fromMilliWh,
            toMilliWh,
            evidenceHash
        );
    }

    /// @inheritdoc IImpactRegistry
    function revalue(
        bytes32 facilityId,
        JstDay from,
        JstDay through,
        uint16 factor,
        uint16 baseline,
        CorrectionReason reason,
        bytes32 evidenceHash
    ) external onlyFor(facilityId) {
        _requireDocument(evidenceHash);
        if (from > through) revert DaysReversed(from, through);
        _requireOneRevised(factor, baseline, reason);
        _requireRecorded(facilityId, from, through);
        if (factor != 0) _factorOf(facilityId, factor);
        if (baseline != 0) _requireJudges(facilityId, baseline, from, through);
        if (_revaluations[facilityId].length == MOST_REVALUATIONS) revert TooManyRevaluations(facilityId, MOST_REVALUATIONS);

        _revaluations[facilityId].push(Revaluation(from, through, factor, baseline, reason, uint40(block.timestamp), msg.sender, evidenceHash));
        uint16 number = ++_progress[facilityId].revaluations;
        for (uint256 month = _monthOf(from); month <= _monthOf(through); ++month) ++_corrections[facilityId][month];
        emit HoursRevalued(facilityId, number, from, through, factor, baseline, reason, evidenceHash);
    }

    // ---- inside

    /// @dev Checks a batch and writes it as the newest of its day.
    function _append(Draft memory draft, HourWord[6] calldata words, Progress storage reached) private {
        (bytes32 facilityId, JstDay day) = (draft.facilityId, draft.day);
        FacilityWord facility_ = _wordOf(facilityId);
        _requireDocument(draft.evidenceHash);
        _requireValuation(draft, facility_.kind(), reached);

        mapping(uint256 => StoredBatch) storage batches = _batches[facilityId][day];
        uint256 batch = _countOf(batches);
        if (batch == MOST_BATCHES) revert TooManyBatches(facilityId, day);
        StoredBatch storage stored = batches[++batch];
        draft.batch = uint8(batch);
        stored.word = newBatchWord(msg.sender, block.timestamp, draft.factor, draft.baseline, reached.revaluations, draft.reason);
        stored.evidenceHash = draft.evidenceHash;
        _writeHours(stored, draft, words, facility_.boundMilliWh());

        if (draft.count == 0) revert NoHours(facilityId, day);
        if (day < facility_.operationalDay()) revert BeforeOperation(facilityId, facility_.operationalDay(), day);
        uint256 endsAt = uint256(JstDay.unwrap(day)) * 1 days + (draft.first + draft.count) * 1 hours;
        if (endsAt > block.timestamp + 9 hours) revert HourAhead(facilityId, endsAt - 9 hours, block.timestamp);
    }

    function _requireValuation(Draft memory draft, FacilityKind kind, Progress storage reached) private view {
        uint16 factor = draft.factor;
        if (factor == 0 || factor > reached.factors) revert FactorUnknown(draft.facilityId, factor, reached.factors);
        if (kind == FacilityKind.Saving) _requireJudges(draft.facilityId, draft.baseline, draft.day, draft.day);
        else if (draft.baseline != 0) revert BaselineForGeneration(draft.facilityId);
    }

    function _writeHours(StoredBatch storage stored, Draft memory draft, HourWord[6] calldata words, uint256 bound) private {
        (uint256 first, uint256 count, uint256 missing) = (0, 0, 0);
        unchecked {
            for (uint256 place = 0; place < WORDS_PER_DAY; ++place) {
                uint256 rest = HourWord.unwrap(words[place]);
                if (rest == 0) continue;
                stored.words[place] = HourWord.wrap(rest);
                for (uint256 hour = place * HOURS_PER_WORD; hour < (place + 1) * HOURS_PER_WORD; ++hour) {
                    uint256 quality = (rest >> 56) & 3;
                    int256 energy = int56(uint56(rest));
                    if (quality == 0) {
                        if (energy != 0) revert WordMalformed(draft.facilityId, uint8(place), words[place]);
                    } else {
                        if (count == 0) first = hour;
                        if (first + count != hour) revert HoursApart(draft.facilityId, uint8(hour));
                        ++count;
                        if (quality == uint256(Quality.Missing)) {
                            if (energy != 0) revert MissingWithEnergy(draft.facilityId, uint8(hour), int56(energy));
                            ++missing;
                        } else if (uint256(energy + int256(bound)) > 2 * bound) {
                            revert EnergyOutOfBounds(draft.facilityId, uint8(hour), int56(energy), bound);
                        }
                    }
                    rest >>= HOUR_BITS;
                }
                if (rest != 0) revert WordMalformed(draft.facilityId, uint8(place), words[place]);
            }
        }
        (draft.first, draft.count, draft.missing) = (first, count, missing);
    }

    /// @dev What the hours amount to, and what they will; refuses if one of them does not come from batch `replaces`.
    function _replaced(
        Draft memory draft,
        HourWord[6] calldata words,
        uint8 replaces
    ) private view returns (int256 fromMilliWh, int256 toMilliWh, uint256 wereMissing) {
        ActiveBatch[] memory active = _activeOn(draft.facilityId, draft.day);
        for (uint256 hour = 0; hour < HOURS_PER_DAY; ++hour) {
            HourWord word = words[hour / HOURS_PER_WORD];
            if (word.qualityOf(hour) == Quality.None) continue;
            toMilliWh += word.energyOf(hour);
            (uint256 batch, HourWord before) = _activeAt(active, hour);
            if (batch == 0 || batch != replaces) revert NotTheActiveBatch(draft.facilityId, draft.day, uint8(hour), uint8(batch), replaces);
            fromMilliWh += before.energyOf(hour);
            if (before.qualityOf(hour) == Quality.Missing) ++wereMissing;
        }
    }

    function _activeAt(ActiveBatch[] memory active, uint256 hour) private pure returns (uint256 batch, HourWord word) {
        for (uint256 i = 0; i < active.length; ++i) {
            word = active[i].words[hour / HOURS_PER_WORD];
            if (word.qualityOf(hour) != Quality.None) return (active[i].batch, word);
        }
        return (0, word);
    }

    function _requireOneRevised(uint16 factor, uint16 baseline, CorrectionReason reason) private pure {
        bool isFactor = reason == CorrectionReason.FactorRevised && factor != 0 && baseline == 0;
        bool isBaseline = reason == CorrectionReason.BaselineRevised && baseline != 0 && factor == 0;
        if (!isFactor && !isBaseline) revert NothingToRevalue(factor, baseline, reason);
    }

    function _requireRecorded(bytes32 facilityId, JstDay from, JstDay through) private view {
        Progress memory reached = _progress[facilityId];
        JstDay first = JstDay.wrap(uint32(reached.firstHour / HOURS_PER_DAY));
        JstDay last = JstDay.wrap(reached.nextHour == 0 ? 0 : uint32((reached.nextHour - 1) / HOURS_PER_DAY));
        if (reached.nextHour == 0 || from < first || through > last) revert DaysNotRecorded(facilityId, first, last, from, through);
    }
}
