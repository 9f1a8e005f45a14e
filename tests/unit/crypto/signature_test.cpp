// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/signature.h"

#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>

namespace gatehouse::crypto {
namespace {

struct KeyPair
{
    std::string privatePem;
    std::string publicPem;
};

std::string drain(BIO* bio)
{
    char* data = nullptr;
    const auto size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

KeyPair pemOf(EVP_PKEY* raw)
{
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(raw, EVP_PKEY_free);
    const std::unique_ptr<BIO, decltype(&BIO_free)> priv(BIO_new(BIO_s_mem()), BIO_free);
    const std::unique_ptr<BIO, decltype(&BIO_free)> pub(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_PrivateKey(priv.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    PEM_write_bio_PUBKEY(pub.get(), key.get());
    return {drain(priv.get()), drain(pub.get())};
}

KeyPair makeKey(SignatureScheme scheme)
{
    if (scheme == SignatureScheme::Es256) {
        return pemOf(EVP_EC_gen("P-256"));
    }
    if (scheme == SignatureScheme::Ed25519) {
        return pemOf(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    }
    return pemOf(EVP_RSA_gen(2048));
}

class Signatures : public ::testing::TestWithParam<SignatureScheme>
{};

TEST_P(Signatures, verifyTheirOwnDataAndNothingElse)
{
    const auto key = makeKey(GetParam());
    auto signature = sign(GetParam(), Secret(std::string_view(key.privatePem)), "header.payload").value();
    EXPECT_TRUE(verify(GetParam(), key.publicPem, "header.payload", signature).value());
    EXPECT_FALSE(verify(GetParam(), key.publicPem, "header.payloaf", signature).value());
    signature[5] = static_cast<char>(signature[5] ^ 1);
    EXPECT_FALSE(verify(GetParam(), key.publicPem, "header.payload", signature).value());
    EXPECT_FALSE(verify(GetParam(), key.publicPem, "header.payload", "").value());
}

INSTANTIATE_TEST_SUITE_P(AllSchemes, Signatures,
                         ::testing::Values(SignatureScheme::Rs256, SignatureScheme::Ps256,
                                           SignatureScheme::Es256, SignatureScheme::Ed25519));

TEST(Signature, ofEs256Is64RawBytes)
{
    const auto key = makeKey(SignatureScheme::Es256);
    EXPECT_EQ(sign(SignatureScheme::Es256, Secret(std::string_view(key.privatePem)), "x")->size(), 64U);
}

TEST(Signature, namesAKeyOfTheWrongKind)
{
    const auto key = makeKey(SignatureScheme::Ed25519);
    EXPECT_EQ(sign(SignatureScheme::Rs256, Secret(std::string_view(key.privatePem)), "x").error().code,
              Errc::InvalidArgument);
    EXPECT_EQ(sign(SignatureScheme::Rs256, Secret(std::string_view("no pem")), "x").error().code,
              Errc::InvalidArgument);
    EXPECT_EQ(verify(SignatureScheme::Rs256, "no pem", "x", "y").error().code, Errc::InvalidArgument);
}

} // namespace
} // namespace gatehouse::crypto
