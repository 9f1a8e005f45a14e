# Sources that are compiled on their own where the others of a target are compiled ten at a time
# (GATEHOUSE_UNITY): names in their anonymous namespaces are used by a neighbour too.
# Headers are the greater part of every source here, so building them together takes half the time.
set(GATEHOUSE_APART
    app/gatehousectl/accounts_command.cpp
    app/gatehousectl/backup_command.cpp
    app/gatehousectl/call_command.cpp
    app/gatehousectl/connect_command.cpp
    app/gatehousectl/events_command.cpp
    app/gatehousectl/map_command.cpp
    app/gatehousectl/providers_command.cpp
    app/gatehousectl/replay_command.cpp
    app/gatehousectl/sandbox_command.cpp
    app/gatehousectl/secret_input.cpp
    app/gatehousectl/status_command.cpp
    core/api/call_handlers.cpp
    core/api/event_handlers.cpp
    core/api/token_handlers.cpp
    core/auth/failure_words.cpp
    core/auth/oauth2/token_endpoint.cpp
    core/config/field_map_builder.cpp
    core/config/read_rules.cpp
    core/config/read_webhooks.cpp
    core/contract/connect_json.cpp
    core/contract/webhook_json.cpp
    core/crypto/signature.cpp
    core/delivery/job_worker.cpp
    core/gateway/alert_book.cpp
    core/gateway/endpoint_fields.cpp
    core/gateway/replay_service.cpp
    core/json/hash.cpp
    core/jsonata/diagnostics/shape.cpp
    core/jsonata/functions/array.cpp
    core/jsonata/functions/boolean.cpp
    core/jsonata/functions/encoding.cpp
    core/jsonata/functions/higher_order.cpp
    core/jsonata/functions/number.cpp
    core/jsonata/functions/object.cpp
    core/jsonata/functions/pattern.cpp
    core/jsonata/functions/picture.cpp
    core/jsonata/functions/string.cpp
    core/jsonata/pictures/date_picture.cpp
    core/jsonata/pictures/decimal_picture.cpp
    core/jsonata/pictures/integer_picture.cpp
    core/sandbox/oauth_token.cpp
    core/sandbox/selection_reader.cpp
    core/sandbox/vendor_control.cpp
    core/store/sql/call_log.cpp
    core/store/sql/endpoints.cpp
    core/store/sql/integration_history.cpp
    core/store/sql/webhook_events.cpp
    core/webhooks/verify/signed_text.cpp
    tests/contract/store/two_schedulers_test.cpp
    tests/unit/auth/exchange_recorder_test.cpp
    tests/unit/auth/oauth1_test.cpp
    tests/unit/auth/pkce_test.cpp
    tests/unit/auth/refresh_schedule_test.cpp
    tests/unit/auth/refresh_scheduler_test.cpp
    tests/unit/auth/token_request_test.cpp
    tests/unit/auth/token_response_test.cpp
    tests/unit/net/client_test.cpp
    tests/unit/net/server_stream_test.cpp
    tests/unit/sandbox/sandbox_world_test.cpp
    tests/unit/sandbox/select_parser_test.cpp
    tests/unit/sandbox/vendor_cases_test.cpp
    tests/unit/ui/filter_test.cpp
    tests/unit/ui/token_timeline_test.cpp
    ui/models/account_state.cpp
    ui/models/account_tables.cpp
    ui/models/audit_rows.cpp
    ui/models/call_fields.cpp
    ui/models/connect_steps.cpp
    ui/models/directory.cpp
    ui/models/event_fields.cpp
    ui/models/refresh_race.cpp
    ui/models/token_timeline.cpp
    ui/text/json_pretty.cpp
    ui/text/regex.cpp
    ui/views/accounts/accounts_view.cpp
    ui/views/calls/call_detail_view.cpp
    ui/views/endpoints/endpoint_dialog.cpp
    ui/views/oauth/flow_state.cpp
    ui/views/webhooks/event_detail_view.cpp
)

# gatehouse_unite(TARGET SOURCES…): applies it to a target made in this directory.
function(gatehouse_unite TARGET)
    if(NOT GATEHOUSE_UNITY OR NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        return()
    endif()
    set_target_properties(${TARGET} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 10)
    # It takes a source that is included for a header, whose anonymous namespace would be another one each time.
    target_compile_options(${TARGET} PRIVATE -Wno-subobject-linkage)
    file(RELATIVE_PATH folder ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
    foreach(source IN LISTS ARGN)
        if("${folder}/${source}" IN_LIST GATEHOUSE_APART)
            set_source_files_properties(${source} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
        endif()
    endforeach()
endfunction()
