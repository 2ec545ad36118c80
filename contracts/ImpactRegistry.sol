// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {HourBook} from "./HourBook.sol";
import {IImpactRegistry} from "./interfaces/IImpactRegistry.sol";
import {BatchWord} from "./types/BatchWord.sol";
import {HOURS_PER_WORD, HOUR_BITS, HourWord} from "./types/HourWord.sol";
import {HourlyRecord, ImpactTotals, Progress, Quality} from "./types/Impact.sol";
import {JstDay} from "./types/JstDay.sol";

/// @title The impact registry: what the active records give
/// @dev Nothing is summed up in storage: a sum is derived from the records whenever it is asked for, so it cannot differ from them. Many days go in
/// by one transaction, each call judged as the caller's own.
contract ImpactRegistry is HourBook, Multicall {
    /// @dev The versions that were read last, so that a run of batches reads them once.
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
        Revaluation[] memory revaluations = _revaluations[facilityId];
        ActiveBatch[] memory active = _activeOn(facilityId, day);
        for (uint256 i = 0; i < active.length; ++i) {
            (uint16 factor, uint16 baseline) = _versionsOf(active[i].word, day, revaluations);
            for (uint256 hour = 0; hour < 24; ++hour) {
                HourWord word = active[i].words[hour / HOURS_PER_WORD];
                Quality quality = word.qualityOf(hour);
                if (quality == Quality.None) continue;
                records[hour] = HourlyRecord(word.energyOf(hour), quality, uint8(active[i].batch), factor, baseline);
            }
        }
    }

    /// @inheritdoc IImpactRegistry
    function totals(bytes32 facilityId, JstDay from, JstDay through) external view returns (ImpactTotals memory sums) {
        if (from > through) revert DaysReversed(from, through);
        Progress memory reached = progress(facilityId);
        if (reached.nextHour == 0) return sums;
        uint256 first = _max(JstDay.unwrap(from), reached.firstHour / 24);
        uint256 last = _min(JstDay.unwrap(through), (reached.nextHour - 1) / 24);
        Revaluation[] memory revaluations = _revaluations[facilityId];
        Valuation memory valuation;
        for (uint256 day = first; day <= last; ++day) {
            ActiveBatch[] memory active = _activeOn(facilityId, JstDay.wrap(uint32(day)));
            for (uint256 i = 0; i < active.length; ++i) {
                if (active[i].batch == 0) continue;
                (uint16 factor, uint16 baseline) = _versionsOf(active[i].word, JstDay.wrap(uint32(day)), revaluations);
                if (factor != valuation.factor) _readFactor(valuation, facilityId, factor);
                if (baseline != valuation.baseline) _readBaseline(valuation, facilityId, baseline);
                _addBatch(sums, active[i], valuation, facilityId, day * 24);
            }
        }
    }

    /// @dev A revaluation covers what was recorded before it; the last one counts.
    function _versionsOf(BatchWord word, JstDay day, Revaluation[] memory revaluations) private pure returns (uint16 factor, uint16 baseline) {
        (factor, baseline) = (word.factor(), word.baseline());
        for (uint256 i = word.revaluationsBefore(); i < revaluations.length; ++i) {
            Revaluation memory each = revaluations[i];
            if (day < each.from || day > each.through) continue;
            if (each.factor != 0) factor = each.factor;
            if (each.baseline != 0) baseline = each.baseline;
        }
    }

    /// @dev Unchecked: an hour is 56 bits and a factor 32, so no number of hours overflows 256.
    function _addBatch(
        ImpactTotals memory sums,
        ActiveBatch memory active,
        Valuation memory valuation,
        bytes32 facilityId,
        uint256 dayHour
    ) private view {
        (int256 energy, int256 expected) = (0, 0);
        unchecked {
            for (uint256 hour = 0; hour < 24; ++hour) {
                uint256 place = hour / HOURS_PER_WORD;
                uint256 rest = HourWord.unwrap(active.words[place]) >> (HOUR_BITS * (hour % HOURS_PER_WORD));
                uint256 quality = (rest >> 56) & 3;
                if (quality == uint256(Quality.None)) continue;
                if (quality == uint256(Quality.Missing)) {
                    ++sums.missing;
                    continue;
                }
                ++sums.records;
                if (quality == uint256(Quality.Estimated)) ++sums.estimated;
                energy += int56(uint56(rest));
                if (valuation.baseline != 0) expected += _expectedAt(valuation, facilityId, dayHour + hour);
            }
            int256 impact = valuation.baseline == 0 ? energy : expected - energy;
            sums.energyMilliWh += energy;
            sums.baselineMilliWh += expected;
            sums.impactMilliWh += impact;
            sums.co2MilligramsE6 += impact * valuation.co2MilligramsPerKwh;
            sums.primaryEnergyKjE6 += impact * valuation.primaryEnergyKjPerKwh;
        }
    }

    function _expectedAt(Valuation memory valuation, bytes32 facilityId, uint256 japanHour) private view returns (int256) {
        uint256 hour = (japanHour - valuation.judgedFromHour) % valuation.profileHours;
        return _profileHour(facilityId, valuation.baseline, hour);
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
