import Foundation
import NodeCredentials
import Testing

@testable import pullcreds

@Suite struct FolderTests {
  /// A folder with these files, each empty, and with links.
  private func withFolder(
    _ files: [String], links: [String: String] = [:], _ body: (String) throws -> Void
  ) throws {
    let manager = FileManager.default
    let root = manager.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? manager.removeItem(at: root) }
    for file in files {
      let url = root.appendingPathComponent(file)
      try manager.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data().write(to: url)
    }
    for (link, target) in links {
      try manager.createSymbolicLink(
        atPath: root.appendingPathComponent(link).path, withDestinationPath: target)
    }
    try body(root.path)
  }

  @Test func listsManifestsInOrder() throws {
    let files = [
      "b.yaml", "a.yml", "a.json", "a.yaml.bak", "README.md", "sub/c.yaml", ".git/d.yaml",
      ".e.yaml",
    ]
    try withFolder(files, links: ["loop": ".", "link.yaml": "b.yaml"]) { root in
      func names(recursive: Bool, hidden: Bool) throws -> [String] {
        try Folder(path: root).files(recursive: recursive, hidden: hidden)
          .map { String($0.dropFirst(root.count + 1)) }
      }
      let direct = try names(recursive: false, hidden: false)
      #expect(direct == ["a.json", "a.yml", "b.yaml", "link.yaml"])
      let below = try names(recursive: true, hidden: false)
      #expect(below == ["a.json", "a.yml", "b.yaml", "link.yaml", "sub/c.yaml"])
      let all = try names(recursive: true, hidden: true)
      #expect(all == [".e.yaml", ".git/d.yaml"] + below)
    }
  }

  /// A FIFO, a device and links to them may have no end. The reader reports a broken link.
  @Test func passesOverWhatIsNoFile() throws {
    let links = ["fifo2.yaml": "fifo.yaml", "null.yaml": "/dev/null", "gone.yaml": "nowhere"]
    try withFolder(["a.yaml"], links: links) { root in
      #expect(mkfifo("\(root)/fifo.yaml", 0o600) == 0)
      let names = try Folder(path: root).files(recursive: true, hidden: true)
        .map { String($0.dropFirst(root.count + 1)) }
      #expect(names == ["a.yaml", "gone.yaml"])
    }
  }

  @Test func saysWhatIsNoFolder() throws {
    try withFolder(["a.json"]) { root in
      #expect(Folder.isFolder(root))
      #expect(!Folder.isFolder("\(root)/a.json"))
      #expect(throws: SystemFailure(ENOTDIR)) {
        try Folder(path: "\(root)/a.json").files(recursive: true, hidden: false)
      }
    }
  }
}
