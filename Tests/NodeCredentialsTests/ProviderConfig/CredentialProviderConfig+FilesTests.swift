import ImagePullCredentials
import Foundation
import KubernetesPulls
import Testing

@testable import NodeCredentials

@Suite struct CredentialProviderConfigFilesTests {
  static func provider(_ name: String) -> String {
    """
    {"name": "\(name)", "matchImages": ["example.com"], "defaultCacheDuration": "1h",
     "apiVersion": "credentialprovider.kubelet.k8s.io/v1"}
    """
  }

  /// What is wrong with the configuration at `path`: code, file below `directory`, path.
  static func violations(_ path: String, in directory: TemporaryDirectory) -> [[String]] {
    do throws(CredentialProviderConfigError) {
      _ = try CredentialProviderConfig(path: path)
      return []
    } catch {
      return error.violations.map { violation in
        let file = violation.file?.replacingOccurrences(of: directory.path, with: "") ?? ""
        return [violation.code.description, file, violation.path]
      }
    }
  }

  @Test func readsAFile() throws {
    let directory = try TemporaryDirectory()
    let file = try directory.write(configJSON([Self.provider("a")]), to: "config")
    let config = try CredentialProviderConfig(path: file)
    #expect(config.providers.map(\.name) == ["a"])
    #expect(config.providers.map(\.origin) == [.init(file: file, index: 0)])
  }

  @Test func mergesADirectoryInTheOrderOfNames() throws {
    let directory = try TemporaryDirectory()
    try directory.write(configJSON([Self.provider("b"), Self.provider("c")]), to: "20.json")
    // YAML by its name, JSON by its text, which is YAML, too.
    try directory.write(configJSON([Self.provider("d")]), to: "30.yaml")
    try directory.write(configJSON([Self.provider("a")]), to: "10.yml")
    // As a character, the dot is one with what is before it.
    try directory.write(configJSON([Self.provider("e")]), to: "40\u{600}.json")
    try directory.write("not read", to: "15.txt")
    try directory.write("not read", to: "50.json/nested")
    let config = try CredentialProviderConfig(path: directory.path)
    #expect(config.providers.map(\.name) == ["a", "b", "c", "d", "e"])
    #expect(
      config.providers.map(\.origin.path) == [
        "providers[0]", "providers[0]", "providers[1]", "providers[0]", "providers[0]",
      ])
  }

  /// Files that take no room on the disk, and would take any memory.
  @Test func readsNoMoreThanTheLimitInAll() throws {
    let directory = try TemporaryDirectory()
    let json = configJSON([Self.provider("a")])
    try directory.write(json, to: "1.json")
    let half = (NodeFileSystem.maximumByteCount - json.utf8.count) / 2
    for (name, size) in [("2.json", half), ("3.json", half), ("4.json", 2), ("5.json", 1 << 40)] {
      #expect(truncate(try directory.write("", to: name), off_t(size)) == 0)
    }
    let violations = Self.violations(directory.path, in: directory)
    #expect(
      violations == [
        ["unreadable", "/4.json", ""], ["unreadable", "/5.json", ""],
        ["invalid-yaml", "/2.json", ""], ["invalid-yaml", "/3.json", ""],
      ])
  }

  @Test func reportsViolationsOfAllFiles() throws {
    let directory = try TemporaryDirectory()
    try directory.write(configJSON([Self.provider("a")]), to: "1.json")
    try directory.write("apiVersion: kubelet.config.k8s.io/v1\n", to: "2.yaml")
    try directory.write(configJSON([Self.provider("b c"), Self.provider("a")]), to: "3.json")
    try directory.link("4.json", to: "nowhere")
    // A directory is skipped, a link to one is not.
    try directory.write("", to: "5.json/file")
    try directory.link("6.json", to: "5.json")
    #expect(
      Self.violations(directory.path, in: directory) == [
        ["unreadable", "/4.json", ""],
        ["unreadable", "/6.json", ""],
        ["wrong-kind", "/2.yaml", "kind"],
        ["name-with-space", "/3.json", "providers[0].name"],
        ["name-duplicate", "/3.json", "providers[1].name"],
      ])
  }

  @Test func readsYAML() throws {
    let directory = try TemporaryDirectory()
    let file = try directory.write(
      """
      apiVersion: kubelet.config.k8s.io/v1
      kind: CredentialProviderConfig
      providers:
      - name: ecr
        apiVersion: credentialprovider.kubelet.k8s.io/v1
        matchImages: ["*.dkr.ecr.*.amazonaws.com"]
        defaultCacheDuration: 12h
      """, to: "config.yaml")
    #expect(try CredentialProviderConfig(path: file).providers.map(\.name) == ["ecr"])
  }

  @Test func reportsWhatIsNotThere() throws {
    let directory = try TemporaryDirectory()
    let nowhere = "\(directory.path)/nowhere"
    let error = #expect(throws: CredentialProviderConfigError.self) {
      try CredentialProviderConfig(path: nowhere)
    }
    #expect(error?.description == "\(nowhere): there is no such file")
    #expect(Self.violations(nowhere, in: directory) == [["unreadable", "/nowhere", ""]])
    try directory.write("", to: "empty/readme.txt")
    let empty = "\(directory.path)/empty"
    #expect(Self.violations(empty, in: directory) == [["no-files", "/empty", ""]])
  }

  @Test func looksForExecutables() throws {
    let directory = try TemporaryDirectory()
    let names = ["here", "gone", "plain", "folder"]
    let file = try directory.write(configJSON(names.map(Self.provider)), to: "config.json")
    try directory.link("bin/here", to: "/bin/sh")
    try directory.write("", to: "bin/plain")
    try directory.write("", to: "bin/folder/file")
    let config = try CredentialProviderConfig(path: file)

    let bin = "\(directory.path)/bin"
    #expect(
      config.violations(ofBinDirectory: bin).map { [$0.code.description, $0.path] } == [
        ["executable-missing", "providers[1].name"],
        ["executable-missing", "providers[2].name"],
        ["executable-missing", "providers[3].name"],
      ])
    #expect(
      config.violations(ofBinDirectory: bin + "s").map(\.code) == [.binDirectoryMissing])
  }
}
