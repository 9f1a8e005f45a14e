// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/filter/filter.h"
#include "ui/models/account_activity.h"
#include "ui/models/account_state.h"
#include "ui/models/directory.h"

namespace gatehouse::ui {

/// The fields by which accounts are filtered.
[[nodiscard]] FieldTable accountFields();

class AccountRecord final : public FilterRecord
{
public:
    AccountRecord(const Directory& directory, const AccountActivity& activity, UnixMillis now)
        : m_directory(directory)
        , m_activity(activity)
        , m_now(now)
    {}

    void look(const Account& account)
    {
        m_account = &account;
        m_facts = m_activity.of(account.id);
    }

    [[nodiscard]] std::size_t textCount(std::size_t field) const override;
    [[nodiscard]] std::string_view text(std::size_t field, std::size_t index) const override;
    [[nodiscard]] std::optional<double> number(std::size_t field) const override;
    [[nodiscard]] bool containsWord(std::string_view word) const override;

private:
    const Directory& m_directory;
    const AccountActivity& m_activity;
    UnixMillis m_now;
    const Account* m_account = nullptr;
    const AccountActivity::Facts* m_facts = nullptr;
};

} // namespace gatehouse::ui
