// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {CorrectionReason, FacilityKind, FactorKind, HourlyRecord, ImpactTotals} from "../types/Impact.sol";
import {JstDay} from "../types/JstDay.sol";

/// @title The ledger of measured energy, and what it did for the climate [E-1 to E-3]
/// @notice One registry serves every bond of a network, so that no facility is counted twice. A facility belongs to the bond that brought it in, its
/// sponsor; who may act for it is asked of that bond's authority. Hours are counted from 00:00 of a Japan day, 0 to 23.
/// Records are appended without a gap: each batch begins with the hour after the last one, and an hour without a reading is recorded as missing.
/// Nothing is edited: a correction supersedes, and what it replaced stays readable.
interface IImpactRegistry {
    /// @notice A facility.
    /// @param sponsor the token of the bond that brought it in
    /// @param authority who may act for it: the authority of that bond
    /// @param capacityWatts with the tolerance it bounds a reading: at most capacity for an hour, in either direction
    /// @param toleranceBps by how much a reading may exceed the capacity, in 1/10,000
    /// @param operationalDay the first day of operation; nothing is recorded before it
    struct Facility {
        address sponsor;
        address authority;
        FacilityKind kind;
        uint64 capacityWatts;
        uint16 toleranceBps;
        JstDay operationalDay;
        string name;
        string[] meters;
    }

    /// @notice How far the records of a facility have come.
    /// @param firstHour of its first record, in hours since 1970 counted at UTC+9 (Japan hours: day * 24 + hour); 0 while there is none
    /// @param nextHour where the next batch begins, in Japan hours; 0 while there is none
    /// @param records hours with a reading; `missing` hours recorded as missing
    struct Progress {
        uint32 firstHour;
        uint32 nextHour;
        uint32 records;
        uint32 missing;
        uint16 factors;
        uint16 baselines;
        uint16 revaluations;
    }

    /// @notice A factor: what a kWh stands for.
    /// @param replaces the version that it replaces, 0 for none
    struct Factor {
        uint32 co2MilligramsPerKwh;
        uint32 primaryEnergyKjPerKwh;
        FactorKind kind;
        uint16 fiscalYear;
        uint16 replaces;
        string retailer;
        string menu;
        string source;
        bytes32 documentHash;
    }

    /// @notice A baseline: what would have been consumed. The profile repeats from 00:00 of `judgedFrom`: one value is constant, 24 go by the hour
    /// of the day, 168 by the hour of the week.
    /// @param derivedFrom the days that it was derived from, which share no day with those that it judges
    /// @param restates the version that it restates, 0 for none
    /// @param isRestatement registered after its judged days began: admissible only once the reviewer signed it
    /// @param signedBy the reviewer who signed the restatement
    struct Baseline {
        JstDay derivedFrom;
        JstDay derivedThrough;
        JstDay judgedFrom;
        JstDay judgedThrough;
        uint16 restates;
        bool isRestatement;
        address signedBy;
        bytes32 documentHash;
        bytes32 reviewHash;
        int56[] profileMilliWh;
    }

    /// @notice A batch of hours of one Japan day, as it was recorded. Batches of a day are numbered from 1.
    /// @param reason None for a first record; otherwise why it supersedes
    /// @param revaluationsBefore how many revaluations of the facility came before it
    struct Batch {
        address recorder;
        uint40 recordedAt;
        uint16 factor;
        uint16 baseline;
        uint16 revaluationsBefore;
        CorrectionReason reason;
        bytes32 evidenceHash;
        uint8 firstHour;
        int56[] energyMilliWh;
        uint8[] qualities;
    }

    /// @notice An act that gives the hours of some days another factor or another baseline; 0 leaves it.
    struct Revaluation {
        JstDay from;
        JstDay through;
        uint16 factor;
        uint16 baseline;
        CorrectionReason reason;
        address recorder;
        uint40 recordedAt;
        bytes32 evidenceHash;
    }

    // TODO(impact): events and errors

    function registerFacility(
        bytes32 facilityId,
        address sponsor,
        FacilityKind kind,
        uint64 capacityWatts,
        uint16 toleranceBps,
        JstDay operationalDay,
        string calldata name,
        string[] calldata meters
    ) external;

    function changeMeters(bytes32 facilityId, string[] calldata meters, bytes32 documentHash) external;

    function setShare(bytes32 facilityId, address bond, uint16 shareBps, bytes32 documentHash) external;

    function addFactor(bytes32 facilityId, Factor calldata factor) external returns (uint16 version);

    function addBaseline(bytes32 facilityId, Baseline calldata baseline) external returns (uint16 version);

    function signRestatement(bytes32 facilityId, uint16 version, bytes32 reviewHash) external;

    function record(
        bytes32 facilityId,
        JstDay day,
        uint8 firstHour,
        int56[] calldata energyMilliWh,
        uint8[] calldata qualities,
        uint16 factor,
        uint16 baseline,
        bytes32 evidenceHash
    ) external;

    function supersede(
        bytes32 facilityId,
        JstDay day,
        uint8 replaces,
        uint8 firstHour,
        int56[] calldata energyMilliWh,
        uint8[] calldata qualities,
        uint16 factor,
        uint16 baseline,
        CorrectionReason reason,
        bytes32 evidenceHash
    ) external;

    function revalue(
        bytes32 facilityId,
        JstDay from,
        JstDay through,
        uint16 factor,
        uint16 baseline,
        CorrectionReason reason,
        bytes32 evidenceHash
    ) external;

    function facilityCount() external view returns (uint256);

    /// @notice Facilities `offset` + 1 to `offset` + `limit`, by id.
    function facilitiesAt(uint256 offset, uint256 limit) external view returns (bytes32[] memory);

    /// @notice Reverts if there is none of that id.
    function facility(bytes32 facilityId) external view returns (Facility memory);

    function progress(bytes32 facilityId) external view returns (Progress memory);

    /// @notice Who may act for the facility: the authority of its sponsor; zero if there is no such facility.
    function authorityOf(bytes32 facilityId) external view returns (address);

    /// @notice The share of the facility's impact that belongs to `bond`, in 1/10,000.
    function shareBps(bytes32 facilityId, address bond) external view returns (uint16);

    /// @notice What all bonds together have of it, in 1/10,000: never above 10,000.
    function sharedBps(bytes32 facilityId) external view returns (uint16);

    function factorAt(bytes32 facilityId, uint16 version) external view returns (Factor memory);

    function baselineAt(bytes32 facilityId, uint16 version) external view returns (Baseline memory);

    /// @notice The baseline's energy of one Japan hour, in mWh.
    function baselineMilliWh(bytes32 facilityId, uint16 version, JstDay day, uint8 hour) external view returns (int56);

    function batchCount(bytes32 facilityId, JstDay day) external view returns (uint8);

    function batchAt(bytes32 facilityId, JstDay day, uint8 batch) external view returns (Batch memory);

    function revaluationAt(bytes32 facilityId, uint16 number) external view returns (Revaluation memory);

    /// @notice The 24 hours of a Japan day as they stand; None where nothing is recorded.
    function dayOf(bytes32 facilityId, JstDay day) external view returns (HourlyRecord[24] memory);

    /// @notice What the active records from `from` through `through` add up to.
    function totals(bytes32 facilityId, JstDay from, JstDay through) external view returns (ImpactTotals memory);

    /// @notice How many corrections (superseding batches and revaluations, each counted once in every Japan month that it touches) the Japan months
    /// from that of `from` through that of `through` have had. With {progress} it tells whether a figure over these months is stale.
    function correctionsIn(bytes32 facilityId, JstDay from, JstDay through) external view returns (uint256);
}
