// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @notice What a facility does for the climate: it generates electricity, or it consumes less than its baseline [E-1].
enum FacilityKind {
    Generation,
    Saving
}

/// @notice How the energy of an hour is known. A missing hour has no energy: it is a gap that is on record.
enum Quality {
    None,
    Measured,
    Estimated,
    Missing
}

/// @notice Why a later act takes the place of an earlier one.
enum CorrectionReason {
    None,
    MeterFault,
    LateData,
    FactorRevised,
    BaselineRevised,
    Clerical
}

/// @notice Which emission factor of a supplier: of the grid as a whole, the supplier's basic or adjusted one (基礎・調整後排出係数), or another.
enum FactorKind {
    Grid,
    SupplierBasic,
    SupplierAdjusted,
    Other
}

/// @notice An hour of the ledger, as it stands after everything that superseded it.
/// @param energyMilliWh measured energy in mWh, signed; 0 where `quality` is Missing
/// @param batch the number of the batch that it comes from, among the batches of its Japan day, from 1
/// @param factor the version of the facility's factor that values it, from 1
/// @param baseline the version of the facility's baseline, from 1; 0 for a generating facility
struct HourlyRecord {
    int56 energyMilliWh;
    Quality quality;
    uint8 batch;
    uint16 factor;
    uint16 baseline;
}

/// @notice What the active records of some days add up to: exact sums, nothing rounded.
/// @param records hours with a reading, measured or estimated
/// @param estimated those of them that are estimated
/// @param missing hours recorded as missing
/// @param energyMilliWh measured energy
/// @param baselineMilliWh the baseline's energy of the hours that have a reading; 0 for a generating facility
/// @param impactMilliWh energy generated, or saved: baseline less measured
/// @param co2MilligramsE6 impact in mWh times mg-CO2 per kWh: CO2 reduced in mg times 10^6
/// @param primaryEnergyKjE6 impact in mWh times kJ per kWh: primary energy in kJ times 10^6
struct ImpactTotals {
    uint32 records;
    uint32 estimated;
    uint32 missing;
    int256 energyMilliWh;
    int256 baselineMilliWh;
    int256 impactMilliWh;
    int256 co2MilligramsE6;
    int256 primaryEnergyKjE6;
}

/// @notice How far the records of a facility have come.
/// @param firstHour of its first record, in Japan hours: day times 24 plus hour; 0 while there is none
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
