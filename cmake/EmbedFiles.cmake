# cmake -DROOT=resources -DOUT=builtin_files.cpp -P EmbedFiles.cmake
# Writes all JSON files of ROOT's providers, models and schemas into one C++ file, so that the definitions are
# there wherever the programs are installed.
file(GLOB_RECURSE files RELATIVE ${ROOT} ${ROOT}/providers/*.json ${ROOT}/models/*.json ${ROOT}/schemas/*.json)
list(SORT files)
set(text "// Made by cmake/EmbedFiles.cmake; do not edit.\n#include \"core/config/builtin_files.h\"\n\n#include <array>\n\n")
string(APPEND text "namespace gatehouse::config {\nnamespace {\n\n")
list(LENGTH files count)
string(APPEND text "constexpr std::array<BuiltinFile, ${count}> kFiles{{\n")
foreach(file IN LISTS files)
    file(READ ${ROOT}/${file} content)
    string(APPEND text "{\"${file}\", R\"gatehouse(${content})gatehouse\"},\n")
endforeach()
string(APPEND text "}};\n\n} // namespace\n\nstd::span<const BuiltinFile> builtinFiles()\n{\n    return kFiles;\n}\n\n}\n")
file(WRITE ${OUT} "${text}")
