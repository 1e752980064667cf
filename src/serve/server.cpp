#include "serve/server.h"

#include <fmt/format.h>

#include <memory>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

#include "exchange/rows.h"
#include "scenario/report.h"
#include "serve/answers.h"
#include "serve/cache.h"
#include "serve/jobs.h"
#include "serve/pool.h"
#include "serve/reading.h"
#include "serve/site.h"
#include "text/error.h"

namespace realign::serve {
namespace {

using httplib::Request;
using httplib::Response;

constexpr std::size_t kKeptBytes = 64 << 20;

thread_local Answer refused;  // what this thread's request is refused with; status 0: it is not
constexpr std::string_view kApi = "/api/v1/";

// Style attributes may be set (pictures do), styles and scripts come from this server's files alone; blob:
// and data: images let the page save a picture as PNG.
constexpr const char* kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' "
    "data: blob:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'";

bool loopback(const std::string& host) {
  return host == "127.0.0.1" || host == "localhost" || host == "::1";
}

std::string bracketed(const std::string& host) {
  return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

std::string new_token() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}{:08x}{:08x}", random(), random(), random(), random());
}

// As long for a wrong token as for a right one.
bool same(const std::string& a, const std::string& b) {
  unsigned differ = a.size() == b.size() ? 0 : 1;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    differ |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
  return differ == 0;
}

Query query_of(const Request& request) {
  Query query;
  for (const auto& [key, value] : request.params) {
    auto& there = query[key];
    if (!there.empty() && !value.empty()) there += ',';  // type=A&type=B
    there += value;
  }
  return query;
}

std::string media_type(const Request& request) {
  auto type = request.get_header_value("Content-Type");
  type = type.substr(0, type.find(';'));
  while (!type.empty() && type.back() == ' ') type.pop_back();
  return type;
}

class Service {
 public:
  explicit Service(const ServerOptions& o)
      : options_(o), shared_(o.ledger, o.data), site_(o.web), cache_(kKeptBytes) {
    shared_.version = o.version;
    shared_.token = new_token();
    shared_.write = o.write;
    // A bad ledger is told now, not at the first request; an older one is brought up to date.
    ledger::Ledger::open(o.ledger, o.write ? ledger::Mode::write : ledger::Mode::read);
    pool_ = std::make_unique<Pool>(shared_, static_cast<std::size_t>(o.threads));
  }

  int port = 0;

  // What a first view asks for, thought of before it does.
  void warm() {
    for (const char* path : {"status", "actors"}) try {
        kept(path, {});
      } catch (const std::exception&) {  // the question itself will tell
      }
  }

  // What is refused before the body is read: status 0 for nothing.
  Answer refusal(const Request& r) const {
    if (r.get_header_value_count("Host") != 1 ||
        !host_allowed(r.get_header_value("Host"), options_.host, port))
      return failure(403, "this host is not served here");
    if (!origin_allowed(r.get_header_value("Origin"), options_.host, port))
      return failure(403, "another site may not ask");
    if (r.method == "GET" || r.method == "HEAD") return {0, "", ""};
    if (r.method != "POST" && r.method != "DELETE")
      return failure(405, "GET, POST and DELETE are understood");
    if (!r.path.starts_with(kApi)) return failure(405, "only GET is understood here");
    const auto path = r.path.substr(kApi.size());
    const bool job = path.starts_with("jobs/");
    if (r.method == "DELETE" ? !job
                             : path != "corrections" && path != "read" && path != "scenario/forecast" &&
                                   path != "scenario/montecarlo")
      return failure(405, "this path does not know " + r.method);
    if (!same(r.get_header_value("X-Realign-Token"), shared_.token))
      return failure(403, "the token is missing or wrong: X-Realign-Token wants `token` of /api/v1/status");
    if ((path == "corrections" || path == "read") && !options_.write)
      return failure(403, "this server changes nothing: start it with --write");
    if (r.method == "DELETE") return {0, "", ""};
    if (r.has_header("Transfer-Encoding") || !r.has_header("Content-Length"))
      return failure(411, "the request wants a Content-Length");
    if (r.has_header("Content-Encoding")) return failure(415, "a compressed body is not read");
    const auto most = path == "read" ? kLargestRead : kLargestBody;
    if (r.get_header_value<std::uint64_t>("Content-Length") > most)
      return failure(413, fmt::format("the body is too large: {} bytes at most", most));
    return {0, "", ""};
  }

  // GET and DELETE.
  void answer(const Request& r, Response& response) {
    if (!r.path.starts_with(kApi)) return file(r, response);
    const auto path = r.path.substr(kApi.size());
    const auto query = query_of(r);
    if (r.method == "DELETE" || path.starts_with("jobs/")) {
      const auto id = path.substr(5);
      const auto job = r.method == "DELETE" ? jobs_.cancel(id) : jobs_.get(id);
      return put(response, job ? json(*job) : failure(404, "no job is called '" + id + "'"));
    }
    if (path == "jobs") return put(response, json(jobs_.list()));
    if (path.ends_with("/export")) return exported(path, query, response);
    const auto kept = this->kept(path, query);
    response.set_header("ETag", kept->etag);
    response.set_header("Cache-Control", "private, no-cache");
    if (kept->answer.status == 200 && r.get_header_value("If-None-Match") == kept->etag) {
      response.status = 304;
      return;
    }
    body(response, kept->answer.status, kept->answer.type, kept->answer.body, kept->zipped());
  }

  void post(const Request& r, Response& response) {
    const auto path = r.path.substr(kApi.size());
    try {
      const auto type = media_type(r);
      const auto query = query_of(r);
      if (path == "read") return read(r, type, query, response);
      only(query, {});
      if (path == "corrections") {
        if (type != "application/json") throw Bad{"a correction comes as application/json", 415};
        return correct(r.body, response);
      }
      auto s = scenario_from(type, r.body);
      if (path == "scenario/forecast") return put(response, json(forecast(s)));
      if (!s.uncertain()) throw Bad{"no number of the scenario is a distribution: there is nothing to draw"};
      begin(response, "monte_carlo", [s](const Jobs::Progress& progress) {
        progress(0, "drawing");
        auto j = forecast(s);
        const auto reading = scenario::read_out(s, std::max(1U, std::thread::hardware_concurrency()),
                                                [&](double done) { progress(done, ""); });
        j.update(nlohmann::ordered_json::parse(scenario::json(reading)));
        return j;
      });
    } catch (const Bad& e) {
      put(response, failure(e.status, e.what));
    } catch (const text::Error& e) {
      put(response, failure(400, e.what()));
    }
  }

  static void put(Response& response, const Answer& answer) {
    response.status = answer.status;
    response.set_content(answer.body, answer.type);
  }

 private:
  std::shared_ptr<const Kept> kept(const std::string& path, const Query& query) {
    const auto version = pool_->version();
    std::string key = version + " " + path;
    for (const auto& [name, value] : query) key.append("\n").append(name).append("=").append(value);
    return cache_.get(key,
                      [&] { return pool_->with([&](Api& api) { return api.get(path, query, version); }); });
  }

  static void body(Response& response, int status, const std::string& type, const std::string& plain,
                   const std::string& zipped) {
    response.status = status;
    if (!zipped.empty() && Transport::takes_gzip()) {
      response.set_header("Content-Encoding", "gzip");
      response.set_content(zipped, type);
    } else {
      response.set_content(plain, type);
    }
    response.set_header("Vary", "Accept-Encoding");
  }

  void file(const Request& r, Response& response) {
    const auto* f = site_.get(r.path);
    if (f == nullptr) return put(response, failure(404, "nothing is here"));
    response.set_header("Cache-Control", f->lasting ? "public, max-age=31536000, immutable" : "no-cache");
    response.set_header("ETag", f->etag);
    if (r.get_header_value("If-None-Match") == f->etag) {
      response.status = 304;
      return;
    }
    body(response, 200, f->type, f->body, f->zipped);
  }

  void begin(Response& response, const std::string& kind, Jobs::Work work) {
    const auto id = jobs_.add(kind, std::move(work));
    if (!id) return put(response, failure(429, "too many jobs wait already"));
    auto answer = json({{"job", *id}});
    answer.status = 202;
    put(response, answer);
  }

  void read(const Request& r, const std::string& type, const Query& query, Response& response) {
    only(query, {"date", "name"});
    const auto date = day_of(query, "date");
    std::vector<Upload> uploads;
    if (type == "multipart/form-data") {
      for (const auto& [field, part] : r.files) {
        auto kind = part.content_type.substr(0, part.content_type.find(';'));
        if (kind == "application/octet-stream" || kind == "text/plain") kind.clear();
        uploads.push_back({part.filename, kind, part.content});
      }
      if (uploads.empty()) throw Bad{"the form holds no file"};
    } else if (type == "text/plain" || type == "text/html" || type == "application/xhtml+xml" ||
               type == "application/jsonl" || type == "application/x-ndjson" || type.ends_with("xml")) {
      uploads.push_back({text_of(query, "name"), type == "text/plain" ? "" : type, r.body});
    } else {
      throw Bad{"'" + type +
                    "' is not read here: text/plain, text/html, application/jsonl, XML feeds and "
                    "multipart/form-data",
                415};
    }
    begin(response, "read", read_work(shared_, std::move(uploads), date));
  }

  void correct(const std::string& text, Response& response) {
    const auto j = ordered_json::parse(text, nullptr, false);
    if (!j.is_object()) throw Bad{"the body is no JSON object"};
    ledger::Correction c;
    for (const auto& [key, value] : j.items()) {
      if (key == "record" && value.is_number_integer())
        c.record = value.get<std::int64_t>();
      else if (key == "fields" && value.is_object())
        c.fields = value.dump();
      else if (key == "verdict" && (value == "wrong" || value == "right"))
        c.wrong = value == "wrong";
      else if (key == "kind" && value.is_string())
        c.kind = value.get<std::string>();
      else if (key == "note" && value.is_string())
        c.note = value.get<std::string>();
      else if (key == "author" && value.is_string())
        c.author = value.get<std::string>();
      else
        throw Bad{"'" + key + "' of the correction is unknown or of a wrong kind"};
    }
    for (const char* key : {"kind", "record", "verdict"})
      if (!j.contains(key)) throw Bad{std::string("'") + key + "' of the correction is missing"};
    const std::scoped_lock lock(writing_);
    if (!writer_) writer_.emplace(ledger::Ledger::open(shared_.ledger, ledger::Mode::write));
    auto answer =
        json(ordered_json::parse(to_json(ledger::correct(*writer_, c, shared_.world, shared_.scale))));
    answer.status = 201;
    put(response, answer);
  }

  // Piece by piece, each a page of its own: no connection is held while the client is slow.
  void exported(const std::string& path, const Query& all, Response& response) {
    auto query = all;
    const auto format = text_of(query, "format");
    query.erase("format");
    try {
      if (!format.empty() && format != "csv" && format != "jsonl") throw Bad{"format is csv or jsonl"};
      const bool csv = format != "jsonl";
      const char* type = csv ? "text/csv; charset=utf-8" : "application/jsonl";
      const auto save = [&](const std::string& name) {
        response.set_header("Content-Disposition",
                            "attachment; filename=\"" + name + (csv ? ".csv\"" : ".jsonl\""));
      };
      if (path == "corrections/export") {
        only(query, {});
        save("corrections");
        response.status = 200;
        response.set_content(pool_->with([&](Api& api) { return corrections_file(api.ledger(), csv); }),
                             type);
        return;
      }
      const bool events = path == "events/export";
      if (!events && path != "claims/export") return put(response, failure(404, "nothing is at " + path));
      for (const char* key : {"limit", "after"})
        if (query.contains(key)) throw Bad{std::string("an export has no ") + key};
      // The parameters are those of a page; asked once for one row they are checked before the first byte
      // goes out.
      auto first = query;
      first["limit"] = "1";
      const auto checked =
          pool_->with([&](Api& api) { return api.get(events ? "events" : "claims", first, ""); });
      if (checked.status != 200) return put(response, checked);
      auto filter = filter_of(query, shared_.world, events);
      auto page = page_of(query, events);
      page.limit = 5000;
      save(events ? "events" : "claims");
      response.status = 200;
      response.set_chunked_content_provider(
          type, [this, events, csv, filter, page, heeds = heeds_corrections(query), begun = false](
                    std::size_t, httplib::DataSink& sink) mutable {
            std::string out = csv && !begun ? exchange::csv_head(events) : "";
            begun = true;
            bool more = false;
            try {
              more = pool_->with([&](Api& api) {
                api.ledger().apply_corrections(heeds);
                return api.piece(events, filter, page, csv, out);
              });
            } catch (const std::exception&) {
              return false;  // the file ends short, and the connection with it
            }
            if (!out.empty() && !sink.write(out.data(), out.size())) return false;
            if (!more) sink.done();
            return true;
          });
    } catch (const Bad& e) {
      put(response, failure(e.status, e.what));
    }
  }

  static std::string corrections_file(const ledger::Ledger& ledger, bool csv) {
    std::string out = csv ? ledger::correction_csv_head() : "";
    ledger::corrections(ledger, {}, [&](const ledger::Correction& c) {
      out += csv ? ledger::to_csv(c) : to_json(c) + "\n";
      return true;
    });
    return out;
  }

  const ServerOptions& options_;
  Shared shared_;
  Site site_;
  Cache cache_;
  std::unique_ptr<Pool> pool_;
  std::mutex writing_;
  std::optional<ledger::Ledger> writer_;
  Jobs jobs_;  // last: its thread ends before what it uses
};

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
  Service service(o);
  service.port = o.port;
  // Refused requests end their connection: their body is never read.
  Transport server(
      o.limits,
      [&](Request& r) {
        refused = service.refusal(r);
        return refused.status != 0 || (r.method != "POST" && r.has_header("Content-Length"));
      },
      [](const Request& r) { return r.path == "/api/v1/read"; });
  server.set_payload_max_length(kLargestRead + (1 << 20));
  server.set_pre_routing_handler([&](const Request& request, Response& response) {
    response.set_header("Content-Security-Policy", kPolicy);
    response.set_header("X-Content-Type-Options", "nosniff");
    response.set_header("Referrer-Policy", "no-referrer");
    response.set_header("Cross-Origin-Resource-Policy", "same-origin");
    response.set_header("Cross-Origin-Opener-Policy", "same-origin");
    if (refused.status != 0) {
      response.set_header("Cache-Control", "no-store");
      Service::put(response, refused);
      return httplib::Server::HandlerResponse::Handled;
    }
    if (request.method == "POST") return httplib::Server::HandlerResponse::Unhandled;
    try {
      service.answer(request, response);
    } catch (const Busy&) {
      Service::put(response, failure(503, "too many questions at once: try again"));
    } catch (const std::exception& e) {
      Service::put(response, failure(500, e.what()));
    }
    if (!response.has_header("Cache-Control")) response.set_header("Cache-Control", "no-store");
    return httplib::Server::HandlerResponse::Handled;
  });
  server.Post(R"(/api/v1/.+)", [&](const Request& request, Response& response) {
    response.set_header("Cache-Control", "no-store");
    service.post(request, response);
  });
  server.set_error_handler([](const Request&, Response& response) {
    if (response.body.empty())
      Service::put(response, failure(response.status, response.status == 404 ? "nothing is here"
                                                      : response.status == 413
                                                          ? "the request is too large"
                                                          : "the request could not be understood"));
  });
  server.set_exception_handler([](const Request&, Response& response, std::exception_ptr e) {
    try {
      std::rethrow_exception(std::move(e));
    } catch (const std::exception& error) {
      Service::put(response, failure(500, error.what()));
    } catch (...) {
      Service::put(response, failure(500, "unexpected"));
    }
  });
  if (service.port == 0) {
    service.port = server.bind_to_any_port(o.host);
    if (service.port < 0) throw text::Error(o.host, "cannot be listened on");
  } else if (!server.bind_to_port(o.host, service.port)) {
    throw text::Error(o.host + ":" + std::to_string(service.port), "cannot be listened on (is it taken?)");
  }
  const std::jthread warming([&] { service.warm(); });
  ready(o, service.port);
  server.listen_after_bind();
}

}  // namespace realign::serve
