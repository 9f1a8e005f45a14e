// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/signature.h"

#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

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

std::string certificateOf(const std::string& privatePem)
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> in(
        BIO_new_mem_buf(privatePem.data(), static_cast<int>(privatePem.size())), BIO_free);
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
    const std::unique_ptr<X509, decltype(&X509_free)> made(X509_new(), X509_free);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), 0);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
    X509_set_pubkey(made.get(), key.get());
    X509_sign(made.get(), key.get(), EVP_sha256());
    const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_X509(out.get(), made.get());
    return drain(out.get());
}

TEST(Signature, isVerifiedByTheKeyOfACertificateToo)
{
    const auto key = makeKey(SignatureScheme::Rs256);
    const auto certificate = certificateOf(key.privatePem);
    const auto signature =
        sign(SignatureScheme::Rs256, Secret(std::string_view(key.privatePem)), "header.payload").value();
    EXPECT_TRUE(verify(SignatureScheme::Rs256, certificate, "header.payload", signature).value());
    EXPECT_FALSE(verify(SignatureScheme::Rs256, certificate, "other", signature).value());
    const std::string broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    EXPECT_FALSE(verify(SignatureScheme::Rs256, broken, "header.payload", signature));
}

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
