# The page that `realign serve` opens: web/ built by npm into web/dist (shared by all presets), when its sources changed.
# Never a reason to fail where npm is missing: the program is whole without it.
option(REALIGN_PAGE "Build the page that `realign serve` opens (npm)" ON)
set(REALIGN_PAGE_FOLDER ${CMAKE_SOURCE_DIR}/web/dist)

if(REALIGN_PAGE)
  find_program(REALIGN_NPM npm)
  if(REALIGN_NPM)
    file(GLOB_RECURSE page_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/web/src/* ${CMAKE_SOURCE_DIR}/web/build/*
         ${CMAKE_SOURCE_DIR}/web/public/*)
    set(page_kind)
    if(REALIGN_TESTS)
      set(page_kind --tests)
    endif()
    add_custom_command(
      OUTPUT ${CMAKE_BINARY_DIR}/page.stamp ${REALIGN_PAGE_FOLDER}/index.html
      COMMAND ${CMAKE_SOURCE_DIR}/scripts/build-page ${page_kind}
      COMMAND ${CMAKE_COMMAND} -E touch ${CMAKE_BINARY_DIR}/page.stamp
      DEPENDS ${page_sources} ${CMAKE_SOURCE_DIR}/scripts/build-page ${CMAKE_SOURCE_DIR}/web/index.html
              ${CMAKE_SOURCE_DIR}/web/package.json ${CMAKE_SOURCE_DIR}/web/package-lock.json
              ${CMAKE_SOURCE_DIR}/web/vite.config.ts ${CMAKE_SOURCE_DIR}/web/svelte.config.js
      COMMENT "Building the page"
      VERBATIM)
    add_custom_target(realign_page ALL DEPENDS ${CMAKE_BINARY_DIR}/page.stamp)
  else()
    message(STATUS "npm was not found: the page is not built, `realign serve` has its API only")
  endif()
endif()
if(NOT TARGET realign_page)
  add_custom_target(realign_page)
endif()
install(DIRECTORY ${REALIGN_PAGE_FOLDER}/ DESTINATION ${CMAKE_INSTALL_DATADIR}/realign/web OPTIONAL)
