import Foundation
import TestSupport

/// kubectl without a cluster.
enum Kubectl {
  /// The output of `kubectl create --dry-run=client -f -` for a manifest.
  ///
  /// It asks a server for the kinds that there are, but believes its cache: one is laid out for it.
  static func create(_ manifest: some Sequence<UInt8>) throws -> Program.Outcome {
    let cache = try TemporaryDirectory()
    let host = "discovery/localhost_8080"
    _ = try cache.write(
      #"""
      {"kind":"APIGroupList","apiVersion":"v1","groups":[{"name":"","versions":[{"groupVersion":"v1",
      "version":"v1"}],"preferredVersion":{"groupVersion":"v1","version":"v1"}}]}
      """#.utf8, to: "\(host)/servergroups.json")
    _ = try cache.write(
      #"""
      {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"v1","resources":[
      {"name":"secrets","singularName":"secret","namespaced":true,"kind":"Secret","verbs":["create"]},
      {"name":"serviceaccounts","singularName":"serviceaccount","namespaced":true,
      "kind":"ServiceAccount","verbs":["create"]}]}
      """#.utf8, to: "\(host)/v1/serverresources.json")
    return try Program.kubectl.run(
      [
        "--cache-dir", cache.url.path, "--server", "http://localhost:8080", "create",
        "--dry-run=client", "--validate=false", "-o", "json", "-f", "-",
      ], input: manifest)
  }

  /// The output of `kubectl patch --local --type=json` for an object.
  static func patch(_ object: [UInt8], _ patch: [UInt8]) throws -> Program.Outcome {
    let patch = String(decoding: patch, as: UTF8.self)
    return try Program.kubectl.run(
      ["patch", "--local", "--type=json", "-p", patch, "-o", "json", "-f", "-"], input: object)
  }
}
