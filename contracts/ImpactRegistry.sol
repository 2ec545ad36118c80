// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {HourBook} from "./HourBook.sol";
import {IImpactRegistry} from "./interfaces/IImpactRegistry.sol";
import {BatchWord} from "./types/BatchWord.sol";
import {HOURS_PER_WORD, HourWord, WORDS_PER_DAY} from "./types/HourWord.sol";
import {HourlyRecord, ImpactTotals, Quality} from "./types/Impact.sol";
import {JstDay} from "./types/JstDay.sol";

/// @title The impact registry: what the active records give
/// @dev Nothing is summed up in storage: a sum is derived from the records whenever it is asked for, so it cannot differ from them.
contract ImpactRegistry is HourBook {
    /// @dev The versions that were read last, so that a run of hours reads them once.
    struct Valuation {
        uint256 factor;
        int256 co2MilligramsPerKwh;
        int256 primaryEnergyKjPerKwh;
        uint256 baseline;
        uint256 judgedFromHour;
        uint256 profileHours;
    }

    /// @inheritdoc IImpactRegistry
    function dayOf(bytes32 facilityId, JstDay day) external view returns (HourlyRecord[24] memory records) {
        _wordOf(facilityId);
        _fill(records, facilityId, day, _revaluationsOf(facilityId));
    }

    /// @inheritdoc IImpactRegistry
    function totals(bytes32 facilityId, JstDay from, JstDay through) external view returns (ImpactTotals memory sums) {
        if (from > through) revert DaysReversed(from, through);
        Progress memory reached = progress(facilityId);
        if (reached.nextHour == 0) return sums;
        uint256 first = _max(JstDay.unwrap(from), reached.firstHour / 24);
        uint256 last = _min(JstDay.unwrap(through), (reached.nextHour - 1) / 24);
        Revaluation[] memory revaluations = _revaluationsOf(facilityId);
        HourlyRecord[24] memory records;
        Valuation memory valuation;
        for (uint256 day = first; day <= last; ++day) {
            _fill(records, facilityId, JstDay.wrap(uint32(day)), revaluations);
            for (uint256 hour = 0; hour < 24; ++hour) _add(sums, records[hour], valuation, facilityId, day * 24 + hour);
        }
    }

    /// @dev The hours of a day: of each the newest batch that has it, valued by what revalued it last.
    function _fill(HourlyRecord[24] memory records, bytes32 facilityId, JstDay day, Revaluation[] memory revaluations) private view {
        for (uint256 hour = 0; hour < 24; ++hour) records[hour].quality = Quality.None;
        for (uint256 batch = batchCount(facilityId, day); batch > 0; --batch) {
            StoredBatch storage stored = _batchOf(facilityId, day, batch);
            (uint16 factor, uint16 baseline) = _valuationOf(stored.word, day, revaluations);
            for (uint256 place = 0; place < WORDS_PER_DAY; ++place) {
                HourWord word = stored.words[place];
                if (HourWord.unwrap(word) == 0) continue;
                for (uint256 hour = place * HOURS_PER_WORD; hour < (place + 1) * HOURS_PER_WORD; ++hour) {
                    Quality quality = word.qualityOf(hour);
                    HourlyRecord memory found = records[hour];
                    if (quality == Quality.None || found.quality != Quality.None) continue;
                    found.energyMilliWh = word.energyOf(hour);
                    found.quality = quality;
                    found.batch = uint8(batch);
                    (found.factor, found.baseline) = (factor, baseline);
                }
            }
        }
    }

    /// @dev A revaluation covers what was recorded before it; the last one counts.
    function _valuationOf(BatchWord word, JstDay day, Revaluation[] memory revaluations) private pure returns (uint16 factor, uint16 baseline) {
        (factor, baseline) = (word.factor(), word.baseline());
        for (uint256 i = word.revaluationsBefore(); i < revaluations.length; ++i) {
            Revaluation memory each = revaluations[i];
            if (day < each.from || day > each.through) continue;
            if (each.factor != 0) factor = each.factor;
            if (each.baseline != 0) baseline = each.baseline;
        }
    }

    function _add(
        ImpactTotals memory sums,
        HourlyRecord memory record_,
        Valuation memory valuation,
        bytes32 facilityId,
        uint256 japanHour
    ) private view {
        if (record_.quality == Quality.None) return;
        if (record_.quality == Quality.Missing) {
            ++sums.missing;
            return;
        }
        ++sums.records;
        if (record_.quality == Quality.Estimated) ++sums.estimated;
        if (record_.factor != valuation.factor) _readFactor(valuation, facilityId, record_.factor);
        int256 energy = record_.energyMilliWh;
        int256 impact = energy;
        if (record_.baseline != 0) {
            if (record_.baseline != valuation.baseline) _readBaseline(valuation, facilityId, record_.baseline);
            uint256 hour = (japanHour - valuation.judgedFromHour) % valuation.profileHours;
            int256 expected = _profileHour(facilityId, record_.baseline, hour);
            sums.baselineMilliWh += expected;
            impact = expected - energy;
        }
        sums.energyMilliWh += energy;
        sums.impactMilliWh += impact;
        sums.co2MilligramsE6 += impact * valuation.co2MilligramsPerKwh;
        sums.primaryEnergyKjE6 += impact * valuation.primaryEnergyKjPerKwh;
    }

    function _readFactor(Valuation memory valuation, bytes32 facilityId, uint16 version) private view {
        Factor storage factor = _factorOf(facilityId, version);
        valuation.factor = version;
        valuation.co2MilligramsPerKwh = int256(uint256(factor.co2MilligramsPerKwh));
        valuation.primaryEnergyKjPerKwh = int256(uint256(factor.primaryEnergyKjPerKwh));
    }

    function _readBaseline(Valuation memory valuation, bytes32 facilityId, uint16 version) private view {
        BaselineHead storage head = _baselineOf(facilityId, version);
        valuation.baseline = version;
        valuation.judgedFromHour = uint256(JstDay.unwrap(head.judgedFrom)) * 24;
        valuation.profileHours = head.profileHours;
    }

    function _max(uint256 a, uint256 b) private pure returns (uint256) {
        return a > b ? a : b;
    }

    function _min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}
