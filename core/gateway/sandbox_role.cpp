// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/sandbox_role.h"

namespace gatehouse {
namespace {

tl::unexpected<Error> noSandbox()
{
    return fail(Errc::Unsupported, "this node runs without simulated vendors: start it with --sandbox");
}

} // namespace

void SandboxRole::vendors(Completion<std::vector<SandboxVendor>> done)
{
    done(noSandbox());
}

void SandboxRole::app(std::string /*slug*/, Completion<SandboxApp> done)
{
    done(noSandbox());
}

void SandboxRole::expireToken(std::string /*accountId*/, Completion<bool> done)
{
    done(noSandbox());
}

void SandboxRole::revokeRefreshToken(std::string /*accountId*/, Completion<bool> done)
{
    done(noSandbox());
}

void SandboxRole::hangTokenEndpoint(std::string /*slug*/, std::chrono::seconds /*duration*/,
                                    Completion<bool> done)
{
    done(noSandbox());
}

void SandboxRole::failTokenCalls(std::string /*slug*/, SandboxTokenFailure /*failure*/, Completion<bool> done)
{
    done(noSandbox());
}

void SandboxRole::denyConsents(std::string /*slug*/, std::uint32_t /*count*/, Completion<bool> done)
{
    done(noSandbox());
}

void SandboxRole::clear(std::string /*slug*/, Completion<bool> done)
{
    done(noSandbox());
}

} // namespace gatehouse
