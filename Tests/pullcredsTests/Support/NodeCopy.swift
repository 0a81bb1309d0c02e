import Foundation

/// A copy of a node's files, a directory of plugins, and their configuration.
final class NodeCopy {
  let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  var root: String { directory.appending(path: "root").path }
  var bin: String { directory.appending(path: "bin").path }
  var providers: String { directory.appending(path: "providers.json").path }
  var config: String { "\(root)/var/lib/kubelet/config.json" }

  /// Plugins for `*.example.com`, which behave as their names say.
  init(plugins: [String]) throws {
    let manager = FileManager.default
    for path in ["root/var/lib/kubelet", "bin"] {
      try manager.createDirectory(
        at: directory.appending(path: path), withIntermediateDirectories: true)
    }
    for plugin in plugins {
      try manager.createSymbolicLink(
        at: directory.appending(path: "bin/\(plugin)"),
        withDestinationURL: Tool.products.appending(path: "TestCredentialPlugin"))
    }
    let list = plugins.map {
      """
      {"name": "\($0)", "args": ["\($0)"], "matchImages": ["*.example.com"],
       "defaultCacheDuration": "1m", "apiVersion": "credentialprovider.kubelet.k8s.io/v1"}
      """
    }
    try write(
      """
      {"kind": "CredentialProviderConfig", "apiVersion": "kubelet.config.k8s.io/v1",
       "providers": [\(list.joined(separator: ", "))]}
      """, to: providers)
    try write(
      """
      {"auths": {"registry.example.com": {"username": "node", "password": "fake-secret"}},
       "credHelpers": {"registry.example.com": "absent"}}
      """, to: config)
  }

  deinit { try? FileManager.default.removeItem(at: directory) }

  func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path))
  }

  /// A Pod with an image of `registry.example.com`, and without pull secrets.
  static let pod = """
    {"kind": "Pod", "apiVersion": "v1", "metadata": {"name": "web", "namespace": "default"},
     "spec": {"containers": [{"name": "web", "image": "registry.example.com/app:1"}]}}
    """
}
