// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ValuationBook} from "./ValuationBook.sol";
import {IImpactRegistry} from "./interfaces/IImpactRegistry.sol";
import {CivilDate} from "./libraries/CivilDate.sol";
import {BatchWord, newBatchWord} from "./types/BatchWord.sol";
import {FacilityWord} from "./types/FacilityWord.sol";
import {HOURS_PER_WORD, HourWord, WORDS_PER_DAY} from "./types/HourWord.sol";
import {CorrectionReason, FacilityKind, Quality} from "./types/Impact.sol";
import {JstDay} from "./types/JstDay.sol";

/// @title The hours of the impact registry: recorded once, superseded, revalued, never edited
/// @dev A batch is one slot of what its hours have in common, one of evidence, and one for every four hours. How many batches a day has is not
/// stored but probed: nearly every day has one.
abstract contract HourBook is ValuationBook, IImpactRegistry {
    using CivilDate for JstDay;

    struct StoredBatch {
        BatchWord word;
        bytes32 evidenceHash;
        HourWord[WORDS_PER_DAY] words;
    }

    /// @dev The arguments of a batch, which do not fit on the stack.
    struct Hours {
        bytes32 facilityId;
        JstDay day;
        uint256 first;
        uint256 count;
        uint16 factor;
        uint16 baseline;
        CorrectionReason reason;
        bytes32 evidenceHash;
    }

    uint256 private constant HOURS_PER_DAY = 24;
    uint256 private constant MOST_BATCHES = 255;

    mapping(bytes32 facilityId => Progress) private _progress;
    mapping(bytes32 facilityId => mapping(JstDay day => mapping(uint256 batch => StoredBatch))) private _batches;
    mapping(bytes32 facilityId => Revaluation[]) private _revaluations;
    mapping(bytes32 facilityId => mapping(uint256 month => uint256)) private _corrections;

    // ---- acts

    /// @inheritdoc IImpactRegistry
    function record(
        bytes32 facilityId,
        JstDay day,
        uint8 firstHour,
        int56[] calldata energyMilliWh,
        bytes calldata qualities,
        uint16 factor,
        uint16 baseline,
        bytes32 evidenceHash
    ) external onlyFor(facilityId) {
        uint256 count = energyMilliWh.length;
        Hours memory hours_ = Hours(facilityId, day, firstHour, count, factor, baseline, CorrectionReason.None, evidenceHash);
        Progress memory reached = _progress[facilityId];
        uint256 begins = uint256(JstDay.unwrap(day)) * HOURS_PER_DAY + firstHour;
        if (reached.nextHour != 0 && begins != reached.nextHour) revert NotTheNextHour(facilityId, reached.nextHour, begins);

        (uint8 batch, uint256 missing) = _append(hours_, energyMilliWh, qualities, reached);

        unchecked {
            if (reached.nextHour == 0) reached.firstHour = uint32(begins);
            reached.nextHour = uint32(begins + count);
            reached.records += uint32(count - missing);
            reached.missing += uint32(missing);
        }
        _progress[facilityId] = reached;
        emit HoursRecorded(facilityId, day, batch, firstHour, uint8(count), factor, baseline, evidenceHash);
    }

    /// @inheritdoc IImpactRegistry
    function supersede(
        bytes32 facilityId,
        JstDay day,
        uint8 replaces,
        uint8 firstHour,
        int56[] calldata energyMilliWh,
        bytes calldata qualities,
        uint16 factor,
        uint16 baseline,
        CorrectionReason reason,
        bytes32 evidenceHash
    ) external onlyFor(facilityId) {
        if (reason == CorrectionReason.None) revert WrongReason(reason);
        uint256 count = energyMilliWh.length;
        Hours memory hours_ = Hours(facilityId, day, firstHour, count, factor, baseline, reason, evidenceHash);
        (int256 fromMilliWh, uint256 wereMissing) = _activeOf(hours_, replaces);
        Progress memory reached = _progress[facilityId];

        (uint8 batch, uint256 missing) = _append(hours_, energyMilliWh, qualities, reached);

        reached.records = uint32(reached.records + wereMissing - missing);
        reached.missing = uint32(reached.missing + missing - wereMissing);
        _progress[facilityId] = reached;
        ++_corrections[facilityId][_monthOf(day)];
        int256 toMilliWh = _sumOf(energyMilliWh);
        emit HoursSuperseded(facilityId, day, batch, replaces, firstHour, uint8(count), reason, fromMilliWh, toMilliWh, evidenceHash);
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

        _revaluations[facilityId].push(Revaluation(from, through, factor, baseline, reason, uint40(block.timestamp), msg.sender, evidenceHash));
        uint16 number = uint16(_revaluations[facilityId].length);
        _progress[facilityId].revaluations = number;
        for (uint256 month = _monthOf(from); month <= _monthOf(through); ++month) ++_corrections[facilityId][month];
        emit HoursRevalued(facilityId, number, from, through, factor, baseline, reason, evidenceHash);
    }

    // ---- views

    /// @inheritdoc IImpactRegistry
    function progress(bytes32 facilityId) public view returns (Progress memory) {
        _wordOf(facilityId);
        return _progress[facilityId];
    }

    /// @inheritdoc IImpactRegistry
    function batchCount(bytes32 facilityId, JstDay day) public view returns (uint8) {
        uint256 count = 0;
        while (count < MOST_BATCHES && _batches[facilityId][day][count + 1].word.isRecorded()) ++count;
        return uint8(count);
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

    function _batchOf(bytes32 facilityId, JstDay day, uint256 batch) internal view returns (StoredBatch storage) {
        return _batches[facilityId][day][batch];
    }

    function _revaluationsOf(bytes32 facilityId) internal view returns (Revaluation[] storage) {
        return _revaluations[facilityId];
    }

    function _factorAdded(bytes32 facilityId, uint16 version) internal override {
        _progress[facilityId].factors = version;
    }

    function _baselineAdded(bytes32 facilityId, uint16 version) internal override {
        _progress[facilityId].baselines = version;
    }

    // ---- inside

    /// @dev Checks and writes a batch as the newest of its day.
    function _append(
        Hours memory hours_,
        int56[] calldata energyMilliWh,
        bytes calldata qualities,
        Progress memory reached
    ) private returns (uint8 batch, uint256 missing) {
        FacilityWord word = _wordOf(hours_.facilityId);
        _requirePeriod(hours_, qualities.length, word);
        _requireDocument(hours_.evidenceHash);
        _requireValuation(hours_, word.kind(), reached.factors);

        batch = batchCount(hours_.facilityId, hours_.day);
        if (batch == MOST_BATCHES) revert TooManyBatches(hours_.facilityId, hours_.day);
        StoredBatch storage stored = _batches[hours_.facilityId][hours_.day][++batch];
        stored.word = newBatchWord(msg.sender, block.timestamp, hours_.factor, hours_.baseline, reached.revaluations, hours_.reason);
        stored.evidenceHash = hours_.evidenceHash;
        missing = _writeHours(stored, hours_, energyMilliWh, qualities, word.boundMilliWh());
    }

    function _requirePeriod(Hours memory hours_, uint256 qualitiesCount, FacilityWord word) private view {
        (uint256 first, uint256 count) = (hours_.first, hours_.count);
        if (count == 0 || first + count > HOURS_PER_DAY || qualitiesCount != count) revert HoursOutsideDay(first, count, qualitiesCount);
        if (hours_.day < word.operationalDay()) revert BeforeOperation(hours_.facilityId, word.operationalDay(), hours_.day);
        uint256 endsAt = uint256(JstDay.unwrap(hours_.day)) * 1 days - 9 hours + (first + count) * 1 hours;
        if (endsAt > block.timestamp) revert HourAhead(hours_.facilityId, endsAt, block.timestamp);
    }

    function _requireValuation(Hours memory hours_, FacilityKind kind, uint16 factors) private view {
        uint16 factor = hours_.factor;
        if (factor == 0 || factor > factors) revert FactorUnknown(hours_.facilityId, factor, factors);
        if (kind == FacilityKind.Saving) _requireJudges(hours_.facilityId, hours_.baseline, hours_.day, hours_.day);
        else if (hours_.baseline != 0) revert BaselineForGeneration(hours_.facilityId);
    }

    function _writeHours(
        StoredBatch storage stored,
        Hours memory hours_,
        int56[] calldata energyMilliWh,
        bytes calldata qualities,
        uint256 bound
    ) private returns (uint256 missing) {
        uint256 hour = hours_.first;
        uint256 count = hours_.count;
        HourWord word;
        unchecked {
            for (uint256 i = 0; i < count; ++i) {
                int56 energy = energyMilliWh[i];
                uint8 quality = uint8(qualities[i]);
                if (quality == 0 || quality > uint8(Quality.Missing)) revert QualityUnknown(uint8(hour), quality);
                if (quality == uint8(Quality.Missing)) {
                    if (energy != 0) revert MissingWithEnergy(uint8(hour), energy);
                    ++missing;
                } else if (uint256(energy < 0 ? -int256(energy) : int256(energy)) > bound) {
                    revert EnergyOutOfBounds(hours_.facilityId, uint8(hour), energy, bound);
                }
                word = word.withHour(hour, energy, Quality(quality));
                uint256 place = hour / HOURS_PER_WORD;
                ++hour;
                if (i + 1 < count && hour % HOURS_PER_WORD != 0) continue;
                stored.words[place] = word;
                word = HourWord.wrap(0);
            }
        }
    }

    /// @dev What the hours amount to now; refuses if one of them does not come from batch `replaces`.
    function _activeOf(Hours memory hours_, uint8 replaces) private view returns (int256 milliWh, uint256 missing) {
        uint256 newest = batchCount(hours_.facilityId, hours_.day);
        for (uint256 i = 0; i < hours_.count; ++i) {
            uint256 hour = hours_.first + i;
            if (hour >= HOURS_PER_DAY) revert HoursOutsideDay(hours_.first, hours_.count, hours_.count);
            uint256 active = newest;
            HourWord word = _hourWord(hours_, active, hour);
            while (active > 0 && word.qualityOf(hour) == Quality.None) word = _hourWord(hours_, --active, hour);
            if (active == 0 || active != replaces) revert NotTheActiveBatch(hours_.facilityId, hours_.day, uint8(hour), uint8(active), replaces);
            milliWh += word.energyOf(hour);
            if (word.qualityOf(hour) == Quality.Missing) ++missing;
        }
    }

    function _hourWord(Hours memory hours_, uint256 batch, uint256 hour) private view returns (HourWord) {
        return _batches[hours_.facilityId][hours_.day][batch].words[hour / HOURS_PER_WORD];
    }

    /// @dev The first hour of a batch, and the one after its last.
    function _spanOf(StoredBatch storage stored) private view returns (uint256 first, uint256 end) {
        while (stored.words[first / HOURS_PER_WORD].qualityOf(first) == Quality.None) ++first;
        end = first;
        while (end < HOURS_PER_DAY && stored.words[end / HOURS_PER_WORD].qualityOf(end) != Quality.None) ++end;
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

    function _sumOf(int56[] calldata energyMilliWh) private pure returns (int256 sum) {
        for (uint256 i = 0; i < energyMilliWh.length; ++i) sum += energyMilliWh[i];
    }

    /// @dev Japan months counted from year 0.
    function _monthOf(JstDay day) private pure returns (uint256) {
        (uint256 year, uint256 month, ) = day.civilOf();
        return year * 12 + month;
    }
}
