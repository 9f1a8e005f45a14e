// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/context.h"
#include "ui/shell/view.h"

#include <QMainWindow>

#include <map>

namespace gatehouse::ui {

class Banner;
class CommandPalette;
class DocumentArea;
class KeyOverlay;
class NavigationList;
class PropertiesDock;
class StatusStrip;
class NavigationBadges;
struct PaletteEntry;

/// The frame around the views. It only navigates: every view makes and keeps its own content.
class MainWindow : public QMainWindow, public Navigator
{
    Q_OBJECT

public:
    MainWindow();
    ~MainWindow() override;

    /// Second half of making: the context holds this window as its navigator.
    void build(Context& context);
    void restoreWindow();
    [[nodiscard]] View* view(const QString& id);

    [[nodiscard]] QString currentView() const noexcept { return m_current; }

    [[nodiscard]] DocumentArea& documents() noexcept { return *m_documents; }

    void go(const QString& viewId, const QVariantMap& arguments = {}) override;
    void openDocument(const OpenDocument& document) override;
    void tell(Accent meaning, const QString& text, const QString& action = {},
              std::function<void()> onAction = {}) override;
    void showProperties(const Properties& properties) override;
    void setBadge(const QString& viewId, const QString& badge, const QString& meaning = {},
                  Accent accent = Accent::Muted) override;

    /// What stands at the views' names, asked for once at the start.
    void loadBadges();
    void resetLayout();
    void showKeys();
    void cyclePane(int by);

protected:
    void closeEvent(QCloseEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void buildMiddle();
    void buildKeys();
    void saveWindow();
    [[nodiscard]] const ViewEntry* entry(const QString& id) const;
    [[nodiscard]] std::vector<PaletteEntry> paletteEntries();
    void addAccountEntries(std::vector<PaletteEntry>& entries);
    void updateSandboxBanner();
    void updateVaultBanner();

    Context* m_context = nullptr;
    std::vector<ViewEntry> m_entries;
    std::map<QString, View*> m_made;
    QString m_current;
    NavigationList* m_navigation = nullptr;
    DocumentArea* m_documents = nullptr;
    Banner* m_sandbox = nullptr;
    Banner* m_vault = nullptr;
    Banner* m_message = nullptr;
    PropertiesDock* m_properties = nullptr;
    CommandPalette* m_palette = nullptr;
    KeyOverlay* m_keys = nullptr;
    NavigationBadges* m_badges = nullptr;
    QByteArray m_pristine; ///< Docks as first built, for Reset layout.
};

} // namespace gatehouse::ui
