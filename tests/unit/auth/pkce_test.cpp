// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/pkce.h"
#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

namespace gatehouse::auth {
namespace {

TEST(Pkce, challengeIsTheS256OfItsVerifier)
{
    test::SeededRandom random;
    const auto proof = makePkce(random);
    EXPECT_EQ(proof.verifier.size(), 43U);
    EXPECT_EQ(proof.challenge,
              crypto::toBase64Url(crypto::digest(crypto::Digest::Sha256, proof.verifier.reveal())));
}

TEST(State, isLongAndNeverTheSame)
{
    test::SeededRandom random;
    const auto a = makeState(random);
    EXPECT_EQ(a.size(), 43U);
    EXPECT_NE(a, makeState(random));
}

} // namespace
} // namespace gatehouse::auth
