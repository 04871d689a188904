// gzip and zstd streams, as the tools of these names write them, read back under awkward reads.
#include "stdlib/stream/unpacked.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace parley::stream {

namespace {

struct PieceSource : Source {
  std::string bytes;
  std::size_t piece;
  std::size_t at = 0;
  PieceSource(std::string b, std::size_t p) : bytes(std::move(b)), piece(p) {}
  core::Result<std::size_t> read(std::span<char> into) override {
    std::size_t count = std::min({piece, into.size(), bytes.size() - at});
    std::memcpy(into.data(), bytes.data() + at, count);
    at += count;
    return count;
  }
};

struct Got {
  std::string text;
  std::string failure;
};

struct Reads {
  std::size_t piece = 1U << 16U;
  std::size_t room = 1U << 16U;
  Packing expected = Packing::none;
};

Got read_all(const std::string& bytes, Reads reads = {}) {
  PieceSource packed(bytes, reads.piece);
  Unpacked source(packed, "in", reads.expected);
  std::string room(reads.room, '\0');
  Got got;
  for (;;) {
    auto count = source.read(room);
    if (!count) got.failure = count.error().message;
    if (!count || *count == 0) return got;
    got.text.append(room, 0, *count);
  }
}

std::string file_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// By the tool itself: an oracle of its own.
std::string packed_by(const std::string& tool, const std::string& text) {
  static int number = 0;
  auto path = std::filesystem::temp_directory_path() /
              ("parley-unpacked-" + std::to_string(getpid()) + "-" + std::to_string(++number));
  std::ofstream(path, std::ios::binary) << text;
  auto out = path;
  out += ".out";
  std::string command = tool + " < " + path.string() + " > " + out.string();
  REQUIRE(std::system(command.c_str()) == 0);
  std::string packed = file_text(out);
  std::filesystem::remove(path);
  std::filesystem::remove(out);
  return packed;
}

std::string lines(int count) {
  std::string text;
  for (int i = 0; i < count; ++i)
    text += "{\"id\":\"" + std::to_string(i * 7919 % 1000) + "\",\"n\":" + std::to_string(i) + "}\n";
  return text;
}

const std::string& gzipped() {
  static const std::string packed = packed_by("gzip -c", lines(5'000));
  return packed;
}

// zstd's tool may be missing: one frame of {"a":1}\n, not compressed, without a checksum.
std::string zstd_frame() {
  return std::string("\x28\xB5\x2F\xFD\x20\x08\x41\x00\x00{\"a\":1}\n", 17);
}

}  // namespace

TEST_CASE("plain bytes pass, whatever they begin with") {
  for (std::size_t piece : {1UL, 3UL, 100UL})
    for (const std::string text : {"", "{}\n", "\x1F", "\x1Fx", "\x28\xB5", "\x28\xB5\x2F plain\n"})
      CHECK(read_all(text, {.piece = piece}).text == text);
}

TEST_CASE("gzip is unpacked however it is read") {
  for (std::size_t piece : {1UL, 17UL, 1UL << 16U})
    for (std::size_t room : {16UL, 1'000UL, 1UL << 20U}) {
      CAPTURE(piece);
      CAPTURE(room);
      Got got = read_all(gzipped(), {.piece = piece, .room = room});
      CHECK(got.failure.empty());
      CHECK((got.text == lines(5'000)));
    }
}

TEST_CASE("members, zeros behind the last one, and an empty member") {
  std::string two = gzipped() + packed_by("gzip -c", "") + packed_by("gzip -c", "tail\n");
  CHECK((read_all(two).text == lines(5'000) + "tail\n"));
  CHECK(read_all(two).failure.empty());
  Got padded = read_all(gzipped() + std::string(512, '\0'), {.piece = 100});
  CHECK(padded.failure.empty());
  CHECK((padded.text == lines(5'000)));
}

TEST_CASE("packed bytes that are cut off or damaged say so behind what could be unpacked") {
  std::string whole = lines(5'000);
  Got cut = read_all(gzipped().substr(0, gzipped().size() / 2));
  CHECK(cut.failure == "in ends in the middle of its packed bytes");
  CHECK(cut.text.size() > 1'000);
  CHECK(whole.starts_with(cut.text));
  std::string damaged = gzipped();
  damaged[damaged.size() - 6] ^= 1;  // of the checksum
  Got wrong = read_all(damaged);
  CHECK(wrong.failure == "in cannot be unpacked: incorrect data check");
  CHECK((wrong.text == whole));
  CHECK(read_all(gzipped() + "garbage").failure == "in cannot be unpacked: incorrect header check");
  CHECK(read_all(zstd_frame().substr(0, 12)).failure == "in ends in the middle of its packed bytes");
}

TEST_CASE("a name can ask for a packing") {
  CHECK(packing_of_name("a.ndjson.gz") == Packing::gzip);
  CHECK(packing_of_name("a.zst") == Packing::zstd);
  CHECK(packing_of_name("a.gz.ndjson") == Packing::none);
  CHECK(read_all("{}\n", {.expected = Packing::gzip}).failure ==
        "in is not packed by gzip, as its name says");
  CHECK(read_all(gzipped(), {.expected = Packing::zstd}).failure ==
        "in is not packed by zstd, as its name says");
}

TEST_CASE("zstd frames are unpacked, one behind the other") {
  for (std::size_t piece : {1UL, 1'000UL})
    for (std::size_t room : {4UL, 8UL, 100UL}) {
      Got got = read_all(zstd_frame() + zstd_frame(), {.piece = piece, .room = room});
      CHECK(got.failure.empty());
      CHECK(got.text == "{\"a\":1}\n{\"a\":1}\n");
    }
  if (std::system("zstd --version > /dev/null 2>&1") != 0) {
    MESSAGE("skipped: zstd's tool is not here");
    return;
  }
  std::string packed = packed_by("zstd -q -c", lines(50'000));
  for (std::size_t room : {1'000UL, 1UL << 20U}) {
    Got got = read_all(packed + packed, {.piece = 4'096, .room = room});
    CHECK(got.failure.empty());
    CHECK((got.text == lines(50'000) + lines(50'000)));
  }
  packed[packed.size() / 2] ^= 0x55;
  CHECK_FALSE(read_all(packed).failure.empty());
}

}  // namespace parley::stream
