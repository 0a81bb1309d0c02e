import Foundation
import Testing

@testable import NodeCredentials

@Suite struct NodeFileSystemTests {
  static func read(_ path: String, in directory: TemporaryDirectory) -> String {
    do throws(FileReadingError) {
      let bytes = try NodeFileSystem(root: directory.path).read(path)
      return String(decoding: bytes, as: UTF8.self)
    } catch {
      return error.code.description
    }
  }

  @Test func keepsLinksInsideTheRoot() throws {
    let directory = try TemporaryDirectory()
    try directory.write("inside", to: "etc/real")
    try directory.link("absolute", to: "/etc/real")
    try directory.link("deep/relative", to: "../../../etc/real")
    try directory.link("directory", to: "/etc")
    try directory.link("chain", to: "/directory/../absolute")
    try directory.link("outside", to: "/usr/bin/env")
    try directory.link("loop", to: "/loop")
    for path in [
      "/etc/real", "etc/./real", "/absolute", "/deep/relative", "/directory/real", "/chain",
      "/../etc/real",
    ] {
      #expect(Self.read(path, in: directory) == "inside", "\(path)")
    }
    #expect(Self.read("/outside", in: directory) == "missing")
    #expect(Self.read("/loop", in: directory) == "unreadable")
    #expect(Self.read("/etc/real/below", in: directory) == "missing")
  }

  @Test func theHostTakesRelativePathsAndLinks() throws {
    let directory = try TemporaryDirectory()
    let file = try directory.write("inside", to: "real")
    try directory.link("link", to: file)
    let working = FileManager.default.currentDirectoryPath
    let climbing = String(repeating: "../", count: working.split(separator: "/").count)
    for path in [file, "\(directory.path)/link", climbing + file.dropFirst()] {
      #expect(try NodeFileSystem.host.read(path) == Array("inside".utf8), "\(path)")
    }
  }

  @Test func refusesWhatIsNoFile() throws {
    let directory = try TemporaryDirectory()
    try directory.write("", to: "directory/file")
    #expect(mkfifo("\(directory.path)/pipe", 0o600) == 0)
    #expect(Self.read("/directory", in: directory) == "not-regular-file")
    #expect(Self.read("/pipe", in: directory) == "not-regular-file")
  }

  @Test func refusesWhatIsTooLarge() throws {
    let directory = try TemporaryDirectory()
    for (name, size) in [("limit", 0), ("beyond", 1)] {
      let file = try directory.write("", to: name)
      #expect(truncate(file, off_t(NodeFileSystem.maximumByteCount + size)) == 0)
    }
    #expect(try NodeFileSystem(root: directory.path).read("limit").count == 64 << 20)
    #expect(Self.read("beyond", in: directory) == "too-large")
  }
}
