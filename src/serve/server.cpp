#include "serve/server.h"

#include <httplib.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <mutex>
#include <vector>

#include "serve/api.h"
#include "text/error.h"

namespace realign::serve {
namespace {

constexpr const char* kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri "
    "'none'; "
    "form-action 'none'; frame-ancestors 'none'";

// Connections to the ledger, taken for a request and given back.
class Pool {
 public:
  Pool(const ServerOptions& o, std::shared_ptr<const actors::World> world)
      : options_(o), world_(std::move(world)) {}
  Answer get(const std::string& path, const Query& query) {
    std::unique_ptr<Api> api;
    {
      const std::scoped_lock lock(mutex_);
      if (!free_.empty()) {
        api = std::move(free_.back());
        free_.pop_back();
      }
    }
    if (!api) api = std::make_unique<Api>(options_.ledger, world_, options_.thresholds);
    auto answer = api->get(path, query);
    const std::scoped_lock lock(mutex_);
    free_.push_back(std::move(api));
    return answer;
  }

 private:
  const ServerOptions& options_;
  std::shared_ptr<const actors::World> world_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Api>> free_;
};

bool loopback(const std::string& host) {
  return host == "127.0.0.1" || host == "localhost" || host == "::1";
}

std::string bracketed(const std::string& host) {
  return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

struct File {
  const char* path;
  const char* name;
  const char* type;
};
constexpr File kFiles[] = {{"/", "index.html", "text/html; charset=utf-8"},
                           {"/app.js", "app.js", "text/javascript; charset=utf-8"},
                           {"/style.css", "style.css", "text/css; charset=utf-8"}};

}  // namespace

bool host_allowed(const std::string& header, const std::string& host, int port) {
  std::vector<std::string> names{host};
  if (loopback(host)) names = {"127.0.0.1", "localhost", "::1"};
  for (const auto& name : names)
    if (header == bracketed(name) || header == bracketed(name) + ":" + std::to_string(port)) return true;
  return false;
}

bool origin_allowed(const std::string& header, const std::string& host, int port) {
  return header.empty() || (header.starts_with("http://") && host_allowed(header.substr(7), host, port));
}

void serve(const ServerOptions& o, void (*ready)(const ServerOptions&, int)) {
  const auto world = std::make_shared<const actors::World>(actors::World::load(o.data + "/actors"));
  Api(o.ledger, world, o.thresholds);  // a bad ledger is told now, not at the first request
  Pool pool(o, world);
  std::map<std::string, std::string> files;
  for (const auto& f : kFiles) {
    std::ifstream in(o.web + "/" + f.name, std::ios::binary);
    if (!in) throw text::Error(o.web + "/" + f.name, "cannot be opened");
    files[f.path] = std::string(std::istreambuf_iterator<char>(in), {});
  }
  httplib::Server server;
  server.new_task_queue = [&o] { return new httplib::ThreadPool(static_cast<std::size_t>(o.threads)); };
  server.set_payload_max_length(1 << 20);
  server.set_read_timeout(5, 0);
  server.set_write_timeout(10, 0);
  server.set_keep_alive_max_count(1000);
  server.set_keep_alive_timeout(5);
  int port = o.port;
  const auto put = [](httplib::Response& response, Answer answer) {
    response.status = answer.status;
    response.set_content(std::move(answer.body), answer.type);
  };
  server.set_pre_routing_handler([&](const httplib::Request& request, httplib::Response& response) {
    response.set_header("Content-Security-Policy", kPolicy);
    response.set_header("X-Content-Type-Options", "nosniff");
    response.set_header("Referrer-Policy", "no-referrer");
    response.set_header("Cross-Origin-Resource-Policy", "same-origin");
    response.set_header("Cache-Control", "no-store");
    if (!host_allowed(request.get_header_value("Host"), o.host, port)) {
      put(response, failure(403, "this host is not served here"));
      return httplib::Server::HandlerResponse::Handled;
    }
    if (!origin_allowed(request.get_header_value("Origin"), o.host, port)) {
      put(response, failure(403, "another site may not ask"));
      return httplib::Server::HandlerResponse::Handled;
    }
    if (request.method != "GET" && request.method != "HEAD") {
      put(response, failure(405, "only GET is understood"));
      return httplib::Server::HandlerResponse::Handled;
    }
    return httplib::Server::HandlerResponse::Unhandled;
  });
  server.Get(R"(/api/v1/(.+))", [&](const httplib::Request& request, httplib::Response& response) {
    Query query;
    for (const auto& [key, value] : request.params) query[key] = value;
    put(response, pool.get(request.matches[1], query));
  });
  for (const auto& f : kFiles)
    server.Get(f.path, [&files, f](const httplib::Request&, httplib::Response& response) {
      response.set_content(files[f.path], f.type);
    });
  server.set_error_handler([&](const httplib::Request&, httplib::Response& response) {
    if (response.body.empty())
      put(response,
          failure(response.status, response.status == 404   ? "nothing is here"
                                   : response.status == 413 ? "the request is too large"
                                                            : "the request could not be understood"));
  });
  server.set_exception_handler(
      [&](const httplib::Request&, httplib::Response& response, std::exception_ptr e) {
        try {
          std::rethrow_exception(std::move(e));
        } catch (const std::exception& error) {
          put(response, failure(500, error.what()));
        } catch (...) {
          put(response, failure(500, "unexpected"));
        }
      });
  if (port == 0) {
    port = server.bind_to_any_port(o.host.c_str());
    if (port < 0) throw text::Error(o.host, "cannot be listened on");
  } else if (!server.bind_to_port(o.host.c_str(), port)) {
    throw text::Error(o.host + ":" + std::to_string(port), "cannot be listened on (is it taken?)");
  }
  ready(o, port);
  server.listen_after_bind();
}

}  // namespace realign::serve
