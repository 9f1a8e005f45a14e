// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/bridge/workers.h"
#include "ui/text/search.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/payload_text.h"

#include <QWidget>

#include <atomic>
#include <memory>

class QComboBox;
class QLabel;
class QToolButton;

namespace gatehouse::ui {

class Banner;
class EmptyState;
class FindBar;
class PayloadArea;

/// A body: shown at once as it came, indented in a worker when it is JSON on few lines, searched whole, saved
/// whole. Nothing is ever cut off without a word.
class PayloadView : public QWidget
{
    Q_OBJECT

public:
    PayloadView(Workers& workers, Dialogs& dialogs, QWidget* parent = nullptr);
    ~PayloadView() override;

    /// name: what it is, for the screen reader and the file name ("response body"). realBytes: what the body
    /// had when it was larger than what was kept.
    void setBody(std::string bytes, const QString& name, std::int64_t realBytes = 0);
    /// Instead of a body.
    void setNothing(const QString& sentence, const QString& hint = {});

    [[nodiscard]] PayloadArea& area() noexcept { return *m_area; }

    void openFind();

    [[nodiscard]] bool pretty() const noexcept { return m_showsPretty; }

Q_SIGNALS:
    /// The text that is shown has changed: at once after setBody, once more when it has been indented.
    void shown();
    void searched(std::size_t hits);

private:
    void build();
    QWidget* buildBar();
    void showRaw();
    void showPretty();
    void startPretty();
    void updateBar();
    void updateBanner();
    void search();
    void stepHit(bool forward);
    void showHit();
    void closeFind();
    void saveAs();
    void copyAll();

    Workers& m_workers;
    Dialogs& m_dialogs;
    QString m_name;
    std::int64_t m_realBytes = 0;
    bool m_json = false;
    bool m_wantsPretty = true;
    bool m_showsPretty = false;
    PayloadTextPtr m_raw;
    PayloadTextPtr m_prettyText;
    std::shared_ptr<std::atomic<bool>> m_stopPretty;
    std::shared_ptr<std::atomic<bool>> m_stopSearch;
    std::shared_ptr<const std::vector<std::uint32_t>> m_hits;
    bool m_moreHits = false;
    std::size_t m_currentHit = 0;
    PayloadArea* m_area = nullptr;
    EmptyState* m_empty = nullptr;
    Banner* m_banner = nullptr;
    FindBar* m_find = nullptr;
    QWidget* m_bar = nullptr;
    QLabel* m_size = nullptr;
    QToolButton* m_prettyButton = nullptr;
};

} // namespace gatehouse::ui
