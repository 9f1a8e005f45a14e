// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/webhooks.h"
#include "ui/shell/context.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QToolButton;

namespace gatehouse::ui {

class Banner;

/// Where providers send to: the URL of the chosen account, to copy; a test event of the simulated vendor; and
/// how much is kept for how long.
class IngestLine : public QWidget
{
    Q_OBJECT

public:
    IngestLine(Context& context, QWidget* parent);

    void reload();
    /// Sends a test event for the chosen account.
    void sendTest();

    [[nodiscard]] const std::vector<IngestUrl>& urls() const noexcept { return m_urls; }

    [[nodiscard]] bool canSendTest() const;

Q_SIGNALS:
    void loaded();
    void bookmarksWanted();
    void importWanted();
    void duplicatesWanted();

private:
    void takeUrls(std::vector<IngestUrl> urls);
    void fill();
    void loadStorage();
    void choose(int index);
    /// What the chosen provider does with failures, and what to be warned of.
    void showHabits(const IngestUrl* url);
    void copyUrl();
    void buildMore();
    void changeRetention();
    /// The account whose vendor is to send: that of the chosen URL, or one of its integration.
    [[nodiscard]] const IngestUrl* sender() const;
    void updateStorage(const EventStorage& storage);

    Context& m_context;
    std::vector<IngestUrl> m_urls;
    QComboBox* m_choice;
    QLabel* m_url;
    QToolButton* m_copy;
    QPushButton* m_test;
    QToolButton* m_more;
    QToolButton* m_storage;
    QLabel* m_hint = nullptr;
    Banner* m_warning = nullptr;
    EventStorage m_kept;
};

} // namespace gatehouse::ui
