// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/signature.h"

#include <openssl/bio.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <memory>

namespace gatehouse::crypto {

namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
using EcSignature = std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)>;

constexpr int kEcCoordinate = 32;
constexpr std::size_t kEcSignature = 64; ///< r and s.

const unsigned char* bytes(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes(std::string& text)
{
    return reinterpret_cast<unsigned char*>(text.data());
}

/// Never asks a terminal for a passphrase.
int noPassphrase(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*user*/)
{
    return -1;
}

template <class Reader>
Key readKey(std::string_view pem, Reader reader)
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> in(
        BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
    Key key(reader(in.get(), nullptr, noPassphrase, nullptr), EVP_PKEY_free);
    ERR_clear_error();
    return key;
}

/// Of a certificate, its key; who issued it and for how long is not looked at.
Key readPublicKey(std::string_view pem)
{
    if (pem.find("-----BEGIN CERTIFICATE-----") == std::string_view::npos) {
        return readKey(pem, PEM_read_bio_PUBKEY);
    }
    const std::unique_ptr<BIO, decltype(&BIO_free)> in(
        BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(
        PEM_read_bio_X509(in.get(), nullptr, noPassphrase, nullptr), X509_free);
    ERR_clear_error();
    return {certificate ? X509_get_pubkey(certificate.get()) : nullptr, EVP_PKEY_free};
}

Status checkKind(SignatureScheme scheme, const EVP_PKEY* key)
{
    int wanted = EVP_PKEY_RSA;
    if (scheme == SignatureScheme::Es256) {
        wanted = EVP_PKEY_EC;
    } else if (scheme == SignatureScheme::Ed25519) {
        wanted = EVP_PKEY_ED25519;
    }
    if (EVP_PKEY_base_id(key) != wanted || (wanted == EVP_PKEY_EC && EVP_PKEY_bits(key) != 256)) {
        return fail(Errc::InvalidArgument, "the key is not of the kind that this signature algorithm needs");
    }
    return {};
}

bool setPadding(SignatureScheme scheme, EVP_PKEY_CTX* context)
{
    return scheme != SignatureScheme::Ps256
           || (EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1
               && EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1);
}

const EVP_MD* digestOf(SignatureScheme scheme)
{
    return scheme == SignatureScheme::Ed25519 ? nullptr : EVP_sha256();
}

std::string derToRaw(std::string_view der)
{
    const auto* at = bytes(der);
    const EcSignature parsed(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())), ECDSA_SIG_free);
    std::string raw(kEcSignature, '\0');
    BN_bn2binpad(ECDSA_SIG_get0_r(parsed.get()), bytes(raw), kEcCoordinate);
    BN_bn2binpad(ECDSA_SIG_get0_s(parsed.get()), bytes(raw) + kEcCoordinate, kEcCoordinate);
    return raw;
}

std::string rawToDer(std::string_view raw)
{
    if (raw.size() != kEcSignature) {
        return {};
    }
    const EcSignature parsed(ECDSA_SIG_new(), ECDSA_SIG_free);
    ECDSA_SIG_set0(parsed.get(), BN_bin2bn(bytes(raw), kEcCoordinate, nullptr),
                   BN_bin2bn(bytes(raw) + kEcCoordinate, kEcCoordinate, nullptr));
    std::string der(static_cast<std::size_t>(i2d_ECDSA_SIG(parsed.get(), nullptr)), '\0');
    auto* at = bytes(der);
    i2d_ECDSA_SIG(parsed.get(), &at);
    return der;
}

} // namespace

Result<std::string> sign(SignatureScheme scheme, const Secret& privateKeyPem, std::string_view data)
{
    const auto key = readKey(privateKeyPem.reveal(), PEM_read_bio_PrivateKey);
    if (!key) {
        return fail(Errc::InvalidArgument, "the private key is not readable PEM without a passphrase");
    }
    GH_TRY(checkKind(scheme, key.get()));
    const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_PKEY_CTX* keyContext = nullptr;
    std::size_t size = 0;
    if (EVP_DigestSignInit(context.get(), &keyContext, digestOf(scheme), nullptr, key.get()) != 1
        || !setPadding(scheme, keyContext)
        || EVP_DigestSign(context.get(), nullptr, &size, bytes(data), data.size()) != 1) {
        ERR_clear_error();
        return fail(Errc::Internal, "signing could not be started");
    }
    std::string out(size, '\0');
    if (EVP_DigestSign(context.get(), bytes(out), &size, bytes(data), data.size()) != 1) {
        ERR_clear_error();
        return fail(Errc::Internal, "signing failed");
    }
    out.resize(size);
    return scheme == SignatureScheme::Es256 ? derToRaw(out) : out;
}

Result<bool> verify(SignatureScheme scheme, std::string_view publicKeyPem, std::string_view data,
                    std::string_view signature)
{
    const auto key = readPublicKey(publicKeyPem);
    if (!key) {
        return fail(Errc::InvalidArgument, "the public key is not readable PEM");
    }
    GH_TRY(checkKind(scheme, key.get()));
    const std::string der = scheme == SignatureScheme::Es256 ? rawToDer(signature) : std::string(signature);
    const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_PKEY_CTX* keyContext = nullptr;
    const bool good =
        EVP_DigestVerifyInit(context.get(), &keyContext, digestOf(scheme), nullptr, key.get()) == 1
        && setPadding(scheme, keyContext)
        && EVP_DigestVerify(context.get(), bytes(std::string_view(der)), der.size(), bytes(data), data.size())
               == 1;
    ERR_clear_error();
    return good;
}

} // namespace gatehouse::crypto
