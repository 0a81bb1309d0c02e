import ImagePullCredentials
@testable import NodeCredentials
import Testing

@Suite struct NodeFilesTests {
  static func auths(_ host: String) -> String {
    #"{"auths":{"\#(host)":{"username":"\#(host)","password":"fake"}}}"#
  }

  @Test func triesTheKubeletsPathsInItsOrder() {
    #expect(
      NodeFiles().candidates.map(\.path) == [
        "/var/lib/kubelet/config.json", "/config.json", "/root/.docker/config.json",
        "/.docker/config.json", "/var/lib/kubelet/.dockercfg", "/.dockercfg", "/root/.dockercfg",
      ])
    #expect(
      NodeFiles(kubeletRoot: "/k", workingDirectory: "/w", home: "").candidates.map(\.path) == [
        "/k/config.json", "/w/config.json", "/w/.docker/config.json", "/.docker/config.json",
        "/k/.dockercfg", "/w/.dockercfg", "/.dockercfg",
      ])
  }

  @Test func usesTheFirstValidFile() throws {
    let directory = try TemporaryDirectory()
    let files = NodeFiles(in: NodeFileSystem(root: directory.path), workingDirectory: "/srv")
    let image = try ImageReference("c.io/app")
    #expect(files.search().found == nil)
    #expect(files.search().attempts.map(\.outcome) == Array(repeating: .missing, count: 8))

    try directory.write(#"{"c.io":{"username":"old","password":"fake"}}"#, to: ".dockercfg")
    #expect(files.search().found?.path == "\(directory.path)/.dockercfg")
    #expect(files.search().keyring.credentials(for: image).map(\.username) == ["old"])

    // Any valid config.json comes before any .dockercfg, one without credentials included.
    let last = try directory.write("{}", to: ".docker/config.json")
    #expect(files.search().found?.path == last)
    #expect(files.search().keyring.isEmpty)

    let second = try directory.write(Self.auths("c.io"), to: "srv/config.json")
    let search = files.search()
    #expect(search.found?.path == second)
    #expect(search.attempts.count == 2)
    #expect(
      search.keyring.credentials(for: image).map(\.source) == [.file(path: second)])
  }

  @Test func passesOverBrokenFiles() throws {
    let directory = try TemporaryDirectory()
    let files = NodeFiles(in: NodeFileSystem(root: directory.path))
    try directory.write(#"{"auths":[]}"#, to: "var/lib/kubelet/config.json")
    try directory.write("", to: "config.json/file")
    let used = try directory.write(Self.auths("c.io"), to: "root/.docker/config.json")
    let search = files.search()
    #expect(search.found?.path == used)
    let invalid = #expect(throws: DockerConfig.DecodingError.self) {
      try DockerConfig(dockerConfigJSON: #"{"auths":[]}"#)
    }
    #expect(
      search.attempts.dropLast().map(\.outcome) == [
        .invalid(try #require(invalid)),
        .unreadable(FileReadingError(.notRegularFile, path: "/config.json")),
      ])
  }
}
