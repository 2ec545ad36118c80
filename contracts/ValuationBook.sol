// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {FacilityBook} from "./FacilityBook.sol";
import {IValuationBook} from "./interfaces/IImpactRegistry.sol";
import {HOURS_PER_WORD, HourWord} from "./types/HourWord.sol";
import {FacilityKind, Progress, Quality} from "./types/Impact.sol";
import {JstDay, jstDayOf} from "./types/JstDay.sol";

/// @title The factors and baselines of the impact registry
abstract contract ValuationBook is FacilityBook, IValuationBook {
    /// @dev All that a record must know of a baseline stands in its first slot.
    struct BaselineHead {
        JstDay derivedFrom;
        JstDay derivedThrough;
        JstDay judgedFrom;
        JstDay judgedThrough;
        uint16 restates;
        uint8 profileHours;
        bool isRestatement;
        bool isAdmissible;
        address signedBy;
        bytes32 documentHash;
        bytes32 reviewHash;
    }

    uint256 private constant MOST_PROFILE_HOURS = 168;

    /// @dev Counts the versions too: one slot says all that a record must know of what changes.
    mapping(bytes32 facilityId => Progress reached) internal _progress;
    mapping(bytes32 facilityId => mapping(uint256 version => Factor)) private _factors;
    mapping(bytes32 facilityId => mapping(uint256 version => BaselineHead)) private _baselines;
    mapping(bytes32 facilityId => mapping(uint256 version => mapping(uint256 position => HourWord))) private _profiles;

    /// @inheritdoc IValuationBook
    function addFactor(bytes32 facilityId, Factor calldata factor) external onlyFor(facilityId) returns (uint16 version) {
        version = _progress[facilityId].factors + 1;
        _requireDocument(factor.documentHash);
        if (factor.replaces >= version) revert FactorUnknown(facilityId, factor.replaces, version - 1);
        if (factor.co2MilligramsPerKwh == 0 && factor.primaryEnergyKjPerKwh == 0) revert FactorEmpty(facilityId);
        _factors[facilityId][version] = factor;
        _progress[facilityId].factors = version;
        emit FactorAdded(facilityId, version, factor.replaces, factor.co2MilligramsPerKwh, factor.primaryEnergyKjPerKwh, factor.documentHash);
    }

    /// @inheritdoc IValuationBook
    function addBaseline(bytes32 facilityId, Baseline calldata baseline) external onlyFor(facilityId) returns (uint16 version) {
        if (_wordOf(facilityId).kind() == FacilityKind.Generation) revert BaselineForGeneration(facilityId);
        version = _progress[facilityId].baselines + 1;
        _requireDocument(baseline.documentHash);
        _requireDays(baseline);
        _requireNamed(facilityId, baseline, version - 1);
        _writeProfile(facilityId, version, baseline.profileMilliWh);
        bool isRestatement = jstDayOf(block.timestamp) >= baseline.judgedFrom;
        BaselineHead storage head = _baselines[facilityId][version];
        head.derivedFrom = baseline.derivedFrom;
        head.derivedThrough = baseline.derivedThrough;
        head.judgedFrom = baseline.judgedFrom;
        head.judgedThrough = baseline.judgedThrough;
        head.restates = baseline.restates;
        head.profileHours = uint8(baseline.profileMilliWh.length);
        head.isRestatement = isRestatement;
        head.isAdmissible = !isRestatement;
        head.documentHash = baseline.documentHash;
        _progress[facilityId].baselines = version;
        emit BaselineAdded(facilityId, version, baseline.restates, baseline.judgedFrom, baseline.judgedThrough, isRestatement, baseline.documentHash);
    }

    /// @inheritdoc IValuationBook
    function signRestatement(bytes32 facilityId, uint16 version, bytes32 reviewHash) external onlyFor(facilityId) {
        BaselineHead storage head = _baselineOf(facilityId, version);
        _requireDocument(reviewHash);
        if (!head.isRestatement) revert NotARestatement(facilityId, version);
        if (head.isAdmissible) revert RestatementAlreadySigned(facilityId, version, head.signedBy);
        (head.isAdmissible, head.signedBy, head.reviewHash) = (true, msg.sender, reviewHash);
        emit RestatementSigned(facilityId, version, msg.sender, reviewHash);
    }

    /// @inheritdoc IValuationBook
    function factorAt(bytes32 facilityId, uint16 version) external view returns (Factor memory) {
        return _factorOf(facilityId, version);
    }

    /// @inheritdoc IValuationBook
    function baselineAt(bytes32 facilityId, uint16 version) external view returns (Baseline memory) {
        BaselineHead storage head = _baselineOf(facilityId, version);
        int56[] memory profile = new int56[](head.profileHours);
        for (uint256 i = 0; i < profile.length; ++i) profile[i] = _profileHour(facilityId, version, i);
        return
            Baseline({
                derivedFrom: head.derivedFrom,
                derivedThrough: head.derivedThrough,
                judgedFrom: head.judgedFrom,
                judgedThrough: head.judgedThrough,
                restates: head.restates,
                isRestatement: head.isRestatement,
                isAdmissible: head.isAdmissible,
                signedBy: head.signedBy,
                documentHash: head.documentHash,
                reviewHash: head.reviewHash,
                profileMilliWh: profile
            });
    }

    function _factorOf(bytes32 facilityId, uint16 version) internal view returns (Factor storage) {
        uint16 count = _progress[facilityId].factors;
        if (version == 0 || version > count) revert FactorUnknown(facilityId, version, count);
        return _factors[facilityId][version];
    }

    function _baselineOf(bytes32 facilityId, uint16 version) internal view returns (BaselineHead storage) {
        uint16 count = _progress[facilityId].baselines;
        if (version == 0 || version > count) revert BaselineUnknown(facilityId, version, count);
        return _baselines[facilityId][version];
    }

    /// @dev Refuses a baseline by which the days from `from` through `through` cannot be judged.
    function _requireJudges(bytes32 facilityId, uint16 version, JstDay from, JstDay through) internal view {
        BaselineHead storage head = _baselineOf(facilityId, version);
        if (!head.isAdmissible) revert RestatementUnsigned(facilityId, version);
        (JstDay judgedFrom, JstDay judgedThrough) = (head.judgedFrom, head.judgedThrough);
        if (from < judgedFrom || through > judgedThrough)
            revert BaselineJudgesOtherDays(facilityId, version, judgedFrom, judgedThrough, from, through);
    }

    /// @dev The baseline's energy of an hour since 00:00 of its first judged day.
    function _profileHour(bytes32 facilityId, uint256 version, uint256 hour) internal view returns (int56) {
        return _profiles[facilityId][version][hour / HOURS_PER_WORD].energyOf(hour);
    }

    function _requireDays(Baseline calldata baseline) private pure {
        (JstDay derivedFrom, JstDay derivedThrough) = (baseline.derivedFrom, baseline.derivedThrough);
        (JstDay judgedFrom, JstDay judgedThrough) = (baseline.judgedFrom, baseline.judgedThrough);
        if (derivedFrom > derivedThrough) revert DaysReversed(derivedFrom, derivedThrough);
        if (judgedFrom > judgedThrough) revert DaysReversed(judgedFrom, judgedThrough);
        if (derivedFrom <= judgedThrough && judgedFrom <= derivedThrough)
            revert BaselineDaysOverlap(derivedFrom, derivedThrough, judgedFrom, judgedThrough);
    }

    function _requireNamed(bytes32 facilityId, Baseline calldata baseline, uint16 last) private view {
        uint16 restates = baseline.restates;
        if (restates > last) revert BaselineUnknown(facilityId, restates, last);
        uint16 earlier = last;
        while (earlier != 0 && !_sharesDays(_baselines[facilityId][earlier], baseline)) --earlier;
        if (earlier != restates) revert BaselineNotNamed(facilityId, earlier, restates);
    }

    function _sharesDays(BaselineHead storage earlier, Baseline calldata baseline) private view returns (bool) {
        return earlier.judgedFrom <= baseline.judgedThrough && baseline.judgedFrom <= earlier.judgedThrough;
    }

    function _writeProfile(bytes32 facilityId, uint256 version, int56[] calldata profileMilliWh) private {
        uint256 length = profileMilliWh.length;
        if (length == 0 || length > MOST_PROFILE_HOURS) revert ProfileLength(length, MOST_PROFILE_HOURS);
        HourWord word;
        for (uint256 i = 0; i < length; ++i) {
            word = word.withHour(i, profileMilliWh[i], Quality.Measured);
            if (i + 1 < length && (i + 1) % HOURS_PER_WORD != 0) continue;
            _profiles[facilityId][version][i / HOURS_PER_WORD] = word;
            word = HourWord.wrap(0);
        }
    }
}
