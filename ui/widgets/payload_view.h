// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/document.h"
#include "ui/bridge/workers.h"
#include "ui/text/json_search.h"
#include "ui/text/search.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/payload_text.h"

#include <QWidget>

#include <array>
#include <atomic>
#include <memory>

class QHBoxLayout;
class QLabel;
class QStackedWidget;
class QToolButton;

namespace gatehouse::ui {

class Banner;
class EmptyState;
class FindBar;
class HexArea;
class JsonTreeView;
class PayloadArea;

/// A body as text, as a tree (JSON) or as its exact bytes: shown at once as it came, indented and parsed in a
/// worker when it is large, searched whole, saved whole. Nothing is ever cut off without a word.
class PayloadView : public QWidget
{
    Q_OBJECT

public:
    enum class Form
    {
        Text,
        Tree,
        Hex
    };

    PayloadView(Workers& workers, Dialogs& dialogs, QWidget* parent = nullptr);
    ~PayloadView() override;

    /// name: what it is, for the screen reader and the file name ("response body"). realBytes: what the body
    /// had when it was larger than what was kept.
    void setBody(std::string bytes, const QString& name, std::int64_t realBytes = 0);
    /// Instead of a body.
    void setNothing(const QString& sentence, const QString& hint = {});

    [[nodiscard]] PayloadArea& area() noexcept { return *m_area; }

    [[nodiscard]] HexArea& hex() noexcept { return *m_hex; }

    [[nodiscard]] JsonTreeView& tree() noexcept { return *m_tree; }

    /// Stays for the next bodies; one that is no JSON is shown as text meanwhile.
    void setForm(Form form);

    [[nodiscard]] Form form() const noexcept { return m_form; }

    void openFind();

    [[nodiscard]] bool pretty() const noexcept { return m_showsPretty; }

Q_SIGNALS:
    /// The text that is shown has changed: at once after setBody, once more when it has been indented.
    void shown();
    void searched(std::size_t hits);

private:
    void build();
    QWidget* buildBar();
    // payload_forms.cpp
    QWidget* buildForms();
    void addFormButtons(QHBoxLayout& row);
    void showForm();
    void showTree();
    void startTree();
    void treeParsed(const Result<json::Document>& document);
    void searchTree(const std::string& needle);
    void searchBytes(const PayloadTextPtr& text, const std::string& needle, std::size_t from);
    void found(FoundPlaces places, std::size_t length, std::size_t from);
    void revealHit();
    [[nodiscard]] std::size_t hitCount() const;

    void showText();
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
    Form m_wantedForm = Form::Text;
    Form m_form = Form::Text; ///< That is shown.
    bool m_json = false;
    bool m_treeStands = false; ///< The tree is of this body.
    bool m_wantsPretty = true;
    bool m_showsPretty = false;
    PayloadTextPtr m_raw;
    PayloadTextPtr m_prettyText;
    std::shared_ptr<std::atomic<bool>> m_stopPretty;
    std::shared_ptr<std::atomic<bool>> m_stopTree;
    std::shared_ptr<std::atomic<bool>> m_stopSearch;
    std::shared_ptr<const std::vector<std::uint32_t>> m_hits;
    std::size_t m_hitLength = 0;
    JsonHits m_treeHits;
    bool m_moreHits = false;
    std::size_t m_currentHit = 0;
    QStackedWidget* m_pages = nullptr;
    PayloadArea* m_area = nullptr;
    JsonTreeView* m_tree = nullptr;
    HexArea* m_hex = nullptr;
    std::array<QToolButton*, 3> m_formButtons{};
    EmptyState* m_empty = nullptr;
    Banner* m_banner = nullptr;
    FindBar* m_find = nullptr;
    QWidget* m_bar = nullptr;
    QLabel* m_size = nullptr;
    QToolButton* m_prettyButton = nullptr;
};

} // namespace gatehouse::ui
