// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret.h"

#include <memory>
#include <string>

namespace gatehouse::test {

struct Certificate
{
    std::string pem;
    Secret keyPem;
};

struct CertificateWish
{
    std::string name = "localhost";
    std::string alternativeNames = "DNS:localhost,IP:127.0.0.1"; ///< As in openssl.cnf.
    long validFrom = -3600;                                      ///< Seconds from now.
    long validUntil = 3600;
    bool ellipticKey = true; ///< Else RSA.
};

/// A certificate authority made for one test, with OpenSSL.
class TestCa
{
public:
    TestCa();
    TestCa(const TestCa&) = delete;
    TestCa& operator=(const TestCa&) = delete;
    ~TestCa();

    [[nodiscard]] std::string pem() const;
    [[nodiscard]] Certificate issue(const CertificateWish& wish = {}) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace gatehouse::test
