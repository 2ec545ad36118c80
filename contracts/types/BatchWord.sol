// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {CorrectionReason} from "./Impact.sol";

/// @notice What is common to the hours of a batch, in one storage slot: bits 0-159 recorder, 160-199 when it was recorded, 200-215 version of the
/// factor, 216-231 version of the baseline, 232-247 how many revaluations came before, 248-255 why it supersedes.
type BatchWord is uint256;

using {isRecorded, recorder, recordedAt, factor, baseline, revaluationsBefore, reason} for BatchWord global;

function newBatchWord(
    address recorder_,
    uint256 recordedAt_,
    uint16 factor_,
    uint16 baseline_,
    uint16 revaluationsBefore_,
    CorrectionReason reason_
) pure returns (BatchWord) {
    return
        BatchWord.wrap(
            uint256(uint160(recorder_)) |
                (uint256(uint40(recordedAt_)) << 160) |
                (uint256(factor_) << 200) |
                (uint256(baseline_) << 216) |
                (uint256(revaluationsBefore_) << 232) |
                (uint256(reason_) << 248)
        );
}

function isRecorded(BatchWord word) pure returns (bool) {
    return BatchWord.unwrap(word) != 0;
}

function recorder(BatchWord word) pure returns (address) {
    return address(uint160(BatchWord.unwrap(word)));
}

function recordedAt(BatchWord word) pure returns (uint40) {
    return uint40(BatchWord.unwrap(word) >> 160);
}

function factor(BatchWord word) pure returns (uint16) {
    return uint16(BatchWord.unwrap(word) >> 200);
}

function baseline(BatchWord word) pure returns (uint16) {
    return uint16(BatchWord.unwrap(word) >> 216);
}

function revaluationsBefore(BatchWord word) pure returns (uint16) {
    return uint16(BatchWord.unwrap(word) >> 232);
}

function reason(BatchWord word) pure returns (CorrectionReason) {
    return CorrectionReason(BatchWord.unwrap(word) >> 248);
}
