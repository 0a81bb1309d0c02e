import Foundation

/// Manifests for the command's standard input.
enum Manifest {
  static func list(_ items: String...) -> String {
    #"{"kind":"List","apiVersion":"v1","items":[\#(items.joined(separator: ","))]}"#
  }

  static func pod(
    _ name: String, namespace: String = "shop", secrets: [String] = [], images: [String] = ["nginx"]
  ) -> String {
    let secrets = secrets.map { #"{"name":"\#($0)"}"# }.joined(separator: ",")
    let containers = images.enumerated().map { #"{"name":"c\#($0)","image":"\#($1)"}"# }
    return #"""
      {"kind":"Pod","apiVersion":"v1","metadata":{"namespace":"\#(namespace)","name":"\#(name)"},
       "spec":{"imagePullSecrets":[\#(secrets)],"containers":[\#(containers.joined(separator: ","))]}}
      """#
  }

  static func account(_ name: String, namespace: String = "shop", secrets: [String]) -> String {
    let secrets = secrets.map { #"{"name":"\#($0)"}"# }.joined(separator: ",")
    return #"""
      {"kind":"ServiceAccount","apiVersion":"v1",
       "metadata":{"namespace":"\#(namespace)","name":"\#(name)"},"imagePullSecrets":[\#(secrets)]}
      """#
  }

  static func secret(_ name: String, namespace: String = "shop", config: String) -> String {
    let data = Data(config.utf8).base64EncodedString()
    return #"""
      {"kind":"Secret","apiVersion":"v1","metadata":{"namespace":"\#(namespace)","name":"\#(name)"},
       "type":"kubernetes.io/dockerconfigjson","data":{".dockerconfigjson":"\#(data)"}}
      """#
  }
}
