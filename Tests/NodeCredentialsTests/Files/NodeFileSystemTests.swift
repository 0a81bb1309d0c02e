import Foundation
import ImagePullCredentials
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
    for path in ["/etc/real/below", "/etc/real/", "/etc/real/.", "/etc/real/..", "/no/../etc/real"]
    {
      #expect(Self.read(path, in: directory) == "missing", "\(path)")
    }
    #expect(Self.read("/etc", in: directory) == "not-regular-file")
    #expect(Self.read("/etc/..", in: directory) == "not-regular-file")
    #expect(Self.read("/etc\0/real", in: directory) == "unreadable")
  }

  /// Characters that are one `Character` with a slash before or behind them: the path is cut at bytes all the same.
  @Test(arguments: ["\u{600}", "\u{D4E}", "\u{110BD}", "\u{301}", "\u{200D}", "\u{FE0F}", ""])
  func leavesTheRootByNoCharacter(_ mark: String) throws {
    let directory = try TemporaryDirectory()
    let outside = try directory.write("outside", to: "host/\(mark)out/file")
    try directory.write("inside", to: "copy/in/\(mark)out\(mark)/file")
    let host = "\(directory.path)/host"
    try directory.link("copy/d\(mark)", to: host)
    try directory.link("copy/.d\(mark)", to: "/")
    for (number, target) in [
      "d\(mark)/\(mark)out/file", outside, "in/../../..\(outside)", ".d\(mark)/..\(outside)",
      "..\(mark)/..\(outside)", "/d\(mark)/\(mark)out/file",
      String(repeating: "../", count: 30) + outside.dropFirst(),
    ].enumerated() {
      try directory.link("copy/link\(number)", to: target)
      let root = NodeFileSystem(root: "\(directory.path)/copy")
      #expect((try? root.read("/link\(number)")) == nil, "\(target)")
    }
    try directory.link("copy/good", to: "/in/\(mark)out\(mark)/file")
    let root = NodeFileSystem(root: "\(directory.path)/copy")
    #expect(try root.read("good") == Array("inside".utf8))
  }

  @Test func followsFortyLinksInAll() throws {
    let directory = try TemporaryDirectory()
    try directory.write("inside", to: "0")
    for number in 1...41 { try directory.link("\(number)", to: "/\(number - 1)") }
    #expect(Self.read("40", in: directory) == "inside")
    #expect(Self.read("41", in: directory) == "unreadable")
    // Links in directories count, too.
    try directory.link("here", to: ".")
    #expect(Self.read("here/39", in: directory) == "inside")
    #expect(Self.read("here/here/39", in: directory) == "unreadable")
  }

  @Test func goesDown256Directories() throws {
    let directory = try TemporaryDirectory()
    let deep = String(repeating: "d/", count: 256)
    try directory.write("inside", to: deep + "file")
    try directory.write("deeper", to: deep + "d/file")
    #expect(Self.read(deep + "file", in: directory) == "inside")
    #expect(Self.read(deep + "d/file", in: directory) == "unreadable")
    // What was left again does not count.
    #expect(Self.read(deep + "../" + "d/file", in: directory) == "inside")
  }

  /// Each link leads to the next one and 2,000 directories that are not there.
  @Test func endsChainsOfLongLinks() throws {
    let directory = try TemporaryDirectory()
    let rest = String(repeating: "/x", count: 2000)
    for number in 1...60 { try directory.link("\(number)", to: "\(number + 1)\(rest)") }
    #expect(Self.read("40", in: directory) == "missing")
    #expect(Self.read("1", in: directory) == "unreadable")
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
    #expect(symlink("pipe", "\(directory.path)/link") == 0)
    #expect(Self.read("/link", in: directory) == "not-regular-file")
    for device in ["null", "zero", "urandom"] {
      let error = #expect(throws: FileReadingError.self) {
        try NodeFileSystem.host.read("/dev/\(device)")
      }
      #expect(error == FileReadingError(.notRegularFile, path: "/dev/\(device)"))
      let inCopy = #expect(throws: FileReadingError.self) {
        try NodeFileSystem(root: "/dev").read(device)
      }
      #expect(inCopy?.code == .notRegularFile)
    }
    for name in ["directory", "pipe"] {
      #expect(chmod("\(directory.path)/\(name)", 0o755) == 0)
      #expect(!NodeFileSystem.isExecutable(onHost: "\(directory.path)/\(name)"))
    }
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
