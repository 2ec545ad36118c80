// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ValuationBook} from "./ValuationBook.sol";
import {IImpactRegistry} from "./interfaces/IImpactRegistry.sol";
import {CivilDate} from "./libraries/CivilDate.sol";
import {BatchWord} from "./types/BatchWord.sol";
import {HOURS_PER_WORD, HourWord, WORDS_PER_DAY} from "./types/HourWord.sol";
import {Progress, Quality} from "./types/Impact.sol";
import {JstDay} from "./types/JstDay.sol";

/// @title The batches of the impact registry as they lie in storage, and which of their hours stand
/// @dev A batch is one slot of what its hours have in common, one of evidence, and one for every four hours. How many batches a day has is not
/// stored but probed: nearly every day has one.
abstract contract BatchBook is ValuationBook, IImpactRegistry {
    using CivilDate for JstDay;

    struct StoredBatch {
        BatchWord word;
        bytes32 evidenceHash;
        HourWord[WORDS_PER_DAY] words;
    }

    /// @dev The hours of a batch that still stand; `batch` is 0 if none does.
    struct ActiveBatch {
        uint256 batch;
        BatchWord word;
        HourWord[WORDS_PER_DAY] words;
    }

    uint256 internal constant HOURS_PER_DAY = 24;
    uint256 internal constant MOST_BATCHES = 255;

    mapping(bytes32 facilityId => mapping(JstDay day => mapping(uint256 batch => StoredBatch))) internal _batches;
    mapping(bytes32 facilityId => Revaluation[] revaluations) internal _revaluations;
    mapping(bytes32 facilityId => mapping(uint256 month => uint256)) internal _corrections;

    // ---- views

    /// @inheritdoc IImpactRegistry
    function progress(bytes32 facilityId) public view returns (Progress memory) {
        _wordOf(facilityId);
        return _progress[facilityId];
    }

    /// @inheritdoc IImpactRegistry
    function batchCount(bytes32 facilityId, JstDay day) public view returns (uint8) {
        return uint8(_countOf(_batches[facilityId][day]));
    }

    /// @inheritdoc IImpactRegistry
    function batchAt(bytes32 facilityId, JstDay day, uint8 batch) external view returns (Batch memory found) {
        uint8 count = batchCount(facilityId, day);
        if (batch == 0 || batch > count) revert NoSuchBatch(facilityId, day, batch, count);
        StoredBatch storage stored = _batches[facilityId][day][batch];
        found.recorder = stored.word.recorder();
        found.recordedAt = stored.word.recordedAt();
        found.factor = stored.word.factor();
        found.baseline = stored.word.baseline();
        found.revaluationsBefore = stored.word.revaluationsBefore();
        found.reason = stored.word.reason();
        found.evidenceHash = stored.evidenceHash;
        (uint256 first, uint256 end) = _spanOf(stored);
        found.firstHour = uint8(first);
        found.energyMilliWh = new int56[](end - first);
        found.qualities = new uint8[](end - first);
        for (uint256 hour = first; hour < end; ++hour) {
            HourWord word = stored.words[hour / HOURS_PER_WORD];
            found.energyMilliWh[hour - first] = word.energyOf(hour);
            found.qualities[hour - first] = uint8(word.qualityOf(hour));
        }
    }

    /// @inheritdoc IImpactRegistry
    function revaluationAt(bytes32 facilityId, uint16 number) external view returns (Revaluation memory) {
        Revaluation[] storage all = _revaluations[facilityId];
        if (number == 0 || number > all.length) revert NoSuchRevaluation(facilityId, number, uint16(all.length));
        return all[number - 1];
    }

    /// @inheritdoc IImpactRegistry
    function correctionsIn(bytes32 facilityId, JstDay from, JstDay through) external view returns (uint256 count) {
        if (from > through) revert DaysReversed(from, through);
        for (uint256 month = _monthOf(from); month <= _monthOf(through); ++month) count += _corrections[facilityId][month];
    }

    // ---- for the heir

    /// @dev The batches of a day from the newest on, each with those of its hours that no newer one has: every hour once.
    function _activeOn(bytes32 facilityId, JstDay day) internal view returns (ActiveBatch[] memory active) {
        uint256 count = batchCount(facilityId, day);
        active = new ActiveBatch[](count);
        uint256[WORDS_PER_DAY] memory seen;
        for (uint256 i = 0; i < count; ++i) {
            ActiveBatch memory each = active[i];
            StoredBatch storage stored = _batches[facilityId][day][count - i];
            uint256 left = 0;
            for (uint256 place = 0; place < WORDS_PER_DAY; ++place) {
                HourWord word = stored.words[place];
                if (seen[place] != 0) word = word.without(seen[place]);
                each.words[place] = word;
                left |= HourWord.unwrap(word);
                if (i + 1 < count) seen[place] |= word.presentIn();
            }
            if (left != 0) (each.batch, each.word) = (count - i, stored.word);
        }
    }

    function _countOf(mapping(uint256 => StoredBatch) storage batches) internal view returns (uint256 count) {
        unchecked {
            while (count < MOST_BATCHES && batches[count + 1].word.isRecorded()) ++count;
        }
    }

    /// @dev The first hour of a batch, and the one after its last.
    function _spanOf(StoredBatch storage stored) private view returns (uint256 first, uint256 end) {
        while (stored.words[first / HOURS_PER_WORD].qualityOf(first) == Quality.None) ++first;
        end = first;
        while (end < HOURS_PER_DAY && stored.words[end / HOURS_PER_WORD].qualityOf(end) != Quality.None) ++end;
    }

    /// @dev Japan months counted from year 0.
    function _monthOf(JstDay day) internal pure returns (uint256) {
        (uint256 year, uint256 month, ) = day.civilOf();
        return year * 12 + month;
    }
}
