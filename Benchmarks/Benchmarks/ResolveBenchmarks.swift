import ImagePullCredentials
import KubernetesPulls

/// `resolve/pod`: from decoded objects to the credentials of all images of a Pod with two Secrets of three keys each.
enum ResolveBenchmarks {
  private static let imageCount = 3

  static func run(_ suite: inout Suite) throws {
    guard suite.wants("resolve/pod") else { return }
    let objects = try KubernetesObjects(json: Array(json.utf8))
    guard let pod = objects.pods.first else { throw WrongResult(description: "no Pod") }
    try require(resolve(pod, in: objects) == imageCount, "not one credential for each image")
    suite.run("resolve/pod", operations: 1) { resolve(pod, in: objects) }
  }

  /// Resolves `pod` and reads all credentials for each of its images.
  private static func resolve(_ pod: Pod, in objects: KubernetesObjects) -> Int {
    let resolution = objects.resolve(pod, merging: .admission)
    var found = 0
    for container in resolution.images {
      guard let image = try? ImageReference(container.image) else { return 0 }
      for credential in resolution.credentials(for: image) {
        found &+= credential.hasPassword ? 1 : 2
      }
    }
    return found
  }

  private static var json: String {
    let secrets = (0..<2).map { number in
      let config = ConfigFixture.dockerConfigJSON(entries: 3, secret: number)
      return """
        {"apiVersion":"v1","kind":"Secret","type":"kubernetes.io/dockerconfigjson",
          "metadata":{"name":"pull-\(number)","namespace":"payments"},"data":{".dockerconfigjson":
            "\(ConfigFixture.base64(String(decoding: config, as: UTF8.self)))"}}
        """
    }
    let containers = (0..<imageCount).map { number in
      """
      {"name":"c\(number)","image":"registry-\(number).team-\(number % 2).example.com/app:1.0"}
      """
    }
    return """
      \(secrets.joined(separator: "\n"))
      {"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"default","namespace":"payments"}}
      {"apiVersion":"v1","kind":"Pod","metadata":{"name":"api","namespace":"payments"},"spec":{
        "imagePullSecrets":[{"name":"pull-0"},{"name":"pull-1"}],
        "containers":[\(containers.joined(separator: ","))]}}
      """
  }
}
