// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {HourWord} from "../types/HourWord.sol";
import {CorrectionReason, FacilityKind, FactorKind, HourlyRecord, ImpactTotals, Progress} from "../types/Impact.sol";
import {JstDay} from "../types/JstDay.sol";

/// @title Facilities, and which part of their impact belongs to which bond [E-3, E-1]
/// @notice One registry serves every bond of a network, so that nothing counts twice. A facility belongs to the bond that brought it in, its sponsor;
/// who may act for it is asked of that bond's authority.
interface IFacilityBook {
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
        uint40 capacityWatts;
        uint16 toleranceBps;
        JstDay operationalDay;
        string name;
        string[] meters;
    }

    /// @notice A facility was brought in by the bond `sponsor`.
    event FacilityRegistered(
        bytes32 indexed facilityId,
        address indexed sponsor,
        FacilityKind kind,
        uint40 capacityWatts,
        uint16 toleranceBps,
        JstDay operationalDay,
        string name,
        string[] meters
    );
    /// @notice The meters of a facility changed, by the document that hashes to `documentHash`.
    event MetersChanged(bytes32 indexed facilityId, string[] from, string[] to, bytes32 documentHash);
    /// @notice The share of a facility's impact that belongs to `bond` changed, in 1/10,000.
    event ShareChanged(bytes32 indexed facilityId, address indexed bond, uint16 fromBps, uint16 toBps, bytes32 documentHash);

    /// @notice There is no such facility.
    error FacilityUnknown(bytes32 facilityId);
    /// @notice A facility needs an id, a name, a capacity and at least one meter.
    error FacilityIncomplete(bytes32 facilityId);
    /// @notice There is a facility of this id already.
    error FacilityExists(bytes32 facilityId);
    /// @notice There is no bond at `sponsor`: it is no contract, or knows no authority.
    error NoSuchBond(address sponsor);
    /// @notice With `toBps` for this bond, all bonds together would have `sharedBps` of the facility, above 10,000.
    error ShareAboveWhole(bytes32 facilityId, uint256 sharedBps, uint16 toBps);
    /// @notice An act like this needs the hash of a document.
    error DocumentMissing();

    /// @notice Brings a facility in for the bond `sponsor` [E-3].
    /// @dev The issuer of that bond. `facilityId` is the name in bytes, and stays. Nothing of it changes later but its meters.
    function registerFacility(
        bytes32 facilityId,
        address sponsor,
        FacilityKind kind,
        uint40 capacityWatts,
        uint16 toleranceBps,
        JstDay operationalDay,
        string calldata name,
        string[] calldata meters
    ) external;

    /// @notice Records that other meters measure the facility from now on [E-1].
    /// @dev The issuer of its sponsor.
    function changeMeters(bytes32 facilityId, string[] calldata meters, bytes32 documentHash) external;

    /// @notice Gives `bond` a share of the facility's impact, in 1/10,000, in place of the one before. All bonds together have at most the whole
    /// [E-1].
    /// @dev The issuer of the sponsor, who must be the issuer of `bond` too.
    function setShare(bytes32 facilityId, address bond, uint16 shareBps, bytes32 documentHash) external;

    /// @notice How many facilities there are.
    function facilityCount() external view returns (uint256);

    /// @notice Facilities `offset` + 1 to `offset` + `limit`, by id.
    function facilitiesAt(uint256 offset, uint256 limit) external view returns (bytes32[] memory);

    /// @notice A facility. Reverts with {FacilityUnknown} if there is none.
    function facility(bytes32 facilityId) external view returns (Facility memory);

    /// @notice Who may act for the facility: the authority of its sponsor; zero if there is no such facility.
    function authorityOf(bytes32 facilityId) external view returns (address);

    /// @notice The share of the facility's impact that belongs to `bond`, in 1/10,000.
    function shareBps(bytes32 facilityId, address bond) external view returns (uint16);

    /// @notice What all bonds together have of it, in 1/10,000: never above 10,000.
    function sharedBps(bytes32 facilityId) external view returns (uint16);
}

/// @title What a kWh stands for, and what would have been consumed [E-1]
/// @notice Versions are only added, and every one stays readable.
interface IValuationBook {
    /// @notice A factor: what a kWh stands for.
    /// @param fiscalYear the Japanese fiscal year that it was published for
    /// @param replaces the version that it replaces, 0 for none
    /// @param retailer who supplies the electricity, and `menu` under which contract; empty for the grid
    /// @param source where it was published
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

    /// @notice What would have been consumed without the measure. The profile repeats from 00:00 of `judgedFrom`: one value is constant, 24 go by the
    /// hour of the day, 168 by the hour of the week.
    /// @param derivedFrom first, and `derivedThrough` last of the days that it was derived from; they share no day with those that it judges
    /// @param restates the version that it restates, 0 for none
    /// @param isRestatement registered after its judged days began: admissible only once the reviewer signed it
    /// @param isAdmissible whether records may be judged by it
    /// @param signedBy the reviewer who signed the restatement, by the document that hashes to `reviewHash`
    struct Baseline {
        JstDay derivedFrom;
        JstDay derivedThrough;
        JstDay judgedFrom;
        JstDay judgedThrough;
        uint16 restates;
        bool isRestatement;
        bool isAdmissible;
        address signedBy;
        bytes32 documentHash;
        bytes32 reviewHash;
        int56[] profileMilliWh;
    }

    /// @notice A factor was added.
    event FactorAdded(
        bytes32 indexed facilityId,
        uint16 indexed version,
        uint16 replaces,
        uint32 co2MilligramsPerKwh,
        uint32 primaryEnergyKjPerKwh,
        bytes32 documentHash
    );
    /// @notice A baseline was added, as a restatement if its judged days had begun.
    event BaselineAdded(
        bytes32 indexed facilityId,
        uint16 indexed version,
        uint16 restates,
        JstDay judgedFrom,
        JstDay judgedThrough,
        bool isRestatement,
        bytes32 documentHash
    );
    /// @notice The reviewer signed a restatement, which is admissible from now on.
    event RestatementSigned(bytes32 indexed facilityId, uint16 indexed version, address indexed reviewer, bytes32 reviewHash);

    /// @notice The facility has `factors` factors, from version 1, and not `version`.
    error FactorUnknown(bytes32 facilityId, uint16 version, uint16 factors);
    /// @notice A factor values something: CO2 or primary energy.
    error FactorEmpty(bytes32 facilityId);
    /// @notice The facility has `baselines` baselines, from version 1, and not `version`.
    error BaselineUnknown(bytes32 facilityId, uint16 version, uint16 baselines);
    /// @notice A generating facility is not judged by a baseline.
    error BaselineForGeneration(bytes32 facilityId);
    /// @notice The days from `from` through `through` are no period.
    error DaysReversed(JstDay from, JstDay through);
    /// @notice A baseline is not derived from days that it judges.
    error BaselineDaysOverlap(JstDay derivedFrom, JstDay derivedThrough, JstDay judgedFrom, JstDay judgedThrough);
    /// @notice A profile has 1 to `most` hours.
    error ProfileLength(uint256 length, uint256 most);
    /// @notice The last baseline that judges days of this one is `earlier`, 0 for none: this one restates it, and not `restates`.
    error BaselineNotNamed(bytes32 facilityId, uint16 earlier, uint16 restates);
    /// @notice Baseline `version` was registered before its judged days, and needs no signature.
    error NotARestatement(bytes32 facilityId, uint16 version);
    /// @notice `reviewer` signed baseline `version` already.
    error RestatementAlreadySigned(bytes32 facilityId, uint16 version, address reviewer);
    /// @notice Baseline `version` is a restatement that the reviewer has not signed.
    error RestatementUnsigned(bytes32 facilityId, uint16 version);
    /// @notice Baseline `version` judges `judgedFrom` through `judgedThrough`, and not all of `from` through `through`.
    error BaselineJudgesOtherDays(bytes32 facilityId, uint16 version, JstDay judgedFrom, JstDay judgedThrough, JstDay from, JstDay through);

    /// @notice Adds a factor, as the next version [E-1].
    /// @dev The issuer of the sponsor.
    function addFactor(bytes32 facilityId, Factor calldata factor) external returns (uint16 version);

    /// @notice Adds a baseline, as the next version [E-1]. Whether it is a restatement the day decides: it is, from 00:00 of `judgedFrom` on. One
    /// whose judged days are partly those of earlier baselines names the last of these in `restates`.
    /// @dev The issuer of the sponsor. `isRestatement`, `isAdmissible`, `signedBy` and `reviewHash` of the argument are not read.
    function addBaseline(bytes32 facilityId, Baseline calldata baseline) external returns (uint16 version);

    /// @notice Signs a restatement: from then on records may be judged by it [E-1].
    /// @dev The reviewer of the sponsor.
    function signRestatement(bytes32 facilityId, uint16 version, bytes32 reviewHash) external;

    /// @notice Factor `version`, from 1.
    function factorAt(bytes32 facilityId, uint16 version) external view returns (Factor memory);

    /// @notice Baseline `version`, from 1.
    function baselineAt(bytes32 facilityId, uint16 version) external view returns (Baseline memory);
}

/// @title The ledger of measured energy, and what it did for the climate [E-1, E-2]
/// @notice Hours are counted from 00:00 of a Japan day, 0 to 23. Records are appended without a gap: each batch begins with the hour after the last
/// one, and an hour without a reading is recorded as missing; so no two overlap. Nothing is edited: a correction supersedes, and what it replaced
/// stays readable. Energy is stored; what it is worth is derived.
interface IImpactRegistry is IFacilityBook, IValuationBook {
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

    /// @notice An act that gives the hours of some days another factor or another baseline; 0 leaves it. It covers what was recorded before it.
    struct Revaluation {
        JstDay from;
        JstDay through;
        uint16 factor;
        uint16 baseline;
        CorrectionReason reason;
        uint40 recordedAt;
        address recorder;
        bytes32 evidenceHash;
    }

    /// @notice Hours of a Japan day were recorded for the first time, as `batch` of that day: {batchAt} tells them.
    event HoursRecorded(bytes32 indexed facilityId, JstDay indexed day, uint8 batch, bytes32 evidenceHash);
    /// @notice Hours of a Japan day that came from batch `replaces` now come from `batch`; their energy was `fromMilliWh` and is `toMilliWh`.
    event HoursSuperseded(
        bytes32 indexed facilityId,
        JstDay indexed day,
        uint8 batch,
        uint8 replaces,
        uint8 firstHour,
        uint8 hoursCount,
        CorrectionReason reason,
        int256 fromMilliWh,
        int256 toMilliWh,
        bytes32 evidenceHash
    );
    /// @notice The hours of some days have another factor or another baseline; 0 is unchanged.
    event HoursRevalued(
        bytes32 indexed facilityId,
        uint16 indexed number,
        JstDay from,
        JstDay through,
        uint16 factor,
        uint16 baseline,
        CorrectionReason reason,
        bytes32 evidenceHash
    );

    /// @notice Records go on at `nextHour`, in Japan hours, and not at `given`: hours before it are superseded, a gap after it recorded as missing.
    error NotTheNextHour(bytes32 facilityId, uint256 nextHour, uint256 given);
    /// @notice The facility began to operate on `operationalDay`.
    error BeforeOperation(bytes32 facilityId, JstDay operationalDay, JstDay day);
    /// @notice The last hour ends at `endsAt`, in seconds since 1970, which has not come.
    error HourAhead(bytes32 facilityId, uint256 endsAt, uint256 nowAt);
    /// @notice A reading of `hour` beyond capacity and tolerance.
    error EnergyOutOfBounds(bytes32 facilityId, uint8 hour, int56 energyMilliWh, uint256 boundMilliWh);
    /// @notice A missing hour has no energy.
    error MissingWithEnergy(bytes32 facilityId, uint8 hour, int56 energyMilliWh);
    /// @notice Word `place` of the day has bits where there is no hour.
    error WordMalformed(bytes32 facilityId, uint8 place, HourWord word);
    /// @notice The hours of a batch follow one another, and `hour` does not follow the one before.
    error HoursApart(bytes32 facilityId, uint8 hour);
    /// @notice A batch has at least one hour.
    error NoHours(bytes32 facilityId, JstDay day);
    /// @notice This act needs another reason than `reason`.
    error WrongReason(CorrectionReason reason);
    /// @notice `hour` now comes from batch `active`, and not from `replaces`.
    error NotTheActiveBatch(bytes32 facilityId, JstDay day, uint8 hour, uint8 active, uint8 replaces);
    /// @notice A Japan day has at most 255 batches.
    error TooManyBatches(bytes32 facilityId, JstDay day);
    /// @notice The facility has had `most` revaluations: what is left to correct is superseded day by day.
    error TooManyRevaluations(bytes32 facilityId, uint256 most);
    /// @notice A revaluation names a factor for the reason FactorRevised, a baseline for BaselineRevised, and not both.
    error NothingToRevalue(uint16 factor, uint16 baseline, CorrectionReason reason);
    /// @notice Records reach from `first` through `last`, and not over all of `from` through `through`.
    error DaysNotRecorded(bytes32 facilityId, JstDay first, JstDay last, JstDay from, JstDay through);
    /// @notice The day has `count` batches, from 1, and not `batch`.
    error NoSuchBatch(bytes32 facilityId, JstDay day, uint8 batch, uint8 count);
    /// @notice The facility has `count` revaluations, from 1, and not `number`.
    error NoSuchRevaluation(bytes32 facilityId, uint16 number, uint16 count);

    /// @notice Records hours of a Japan day, exactly where the records ended; the first ones anywhere from the first day of operation on [E-1, E-2].
    /// @dev The recorder of the sponsor.
    /// @param words the hours at their places of the day, see {HourWord}: those with a quality, one after the other
    /// @param factor version of the factor; `baseline` of the baseline, 0 for a generating facility
    /// @param evidenceHash SHA-256 of the source file
    function record(bytes32 facilityId, JstDay day, HourWord[6] calldata words, uint16 factor, uint16 baseline, bytes32 evidenceHash) external;

    /// @notice Supersedes hours of a Japan day that all come from batch `replaces`: whoever corrects says what he saw, so that nothing is corrected
    /// twice [E-2].
    /// @dev The recorder of the sponsor. Bounds as in {record}.
    function supersede(
        bytes32 facilityId,
        JstDay day,
        uint8 replaces,
        HourWord[6] calldata words,
        uint16 factor,
        uint16 baseline,
        CorrectionReason reason,
        bytes32 evidenceHash
    ) external;

    /// @notice Gives all hours recorded so far from `from` through `through` another factor, or another baseline, in one act [E-1].
    /// @dev The recorder of the sponsor.
    function revalue(
        bytes32 facilityId,
        JstDay from,
        JstDay through,
        uint16 factor,
        uint16 baseline,
        CorrectionReason reason,
        bytes32 evidenceHash
    ) external;

    /// @notice How far the records have come, and how many versions there are.
    function progress(bytes32 facilityId) external view returns (Progress memory);

    /// @notice How many batches a Japan day has.
    function batchCount(bytes32 facilityId, JstDay day) external view returns (uint8);

    /// @notice A batch as it was recorded, superseded or not.
    function batchAt(bytes32 facilityId, JstDay day, uint8 batch) external view returns (Batch memory);

    /// @notice Revaluation `number`, from 1.
    function revaluationAt(bytes32 facilityId, uint16 number) external view returns (Revaluation memory);

    /// @notice The 24 hours of a Japan day as they stand; None where nothing is recorded [E-2].
    function dayOf(bytes32 facilityId, JstDay day) external view returns (HourlyRecord[24] memory);

    /// @notice What the active records from `from` through `through` add up to [E-1, E-2]. A year takes some 16 million gas.
    function totals(bytes32 facilityId, JstDay from, JstDay through) external view returns (ImpactTotals memory);

    /// @notice How many corrections the Japan months from that of `from` through that of `through` have had: each superseding batch, and each
    /// revaluation once in every month that it touches. With {progress} it tells whether a figure over these months still stands.
    function correctionsIn(bytes32 facilityId, JstDay from, JstDay through) external view returns (uint256);
}
