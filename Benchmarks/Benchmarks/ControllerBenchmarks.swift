import ImagePullCredentials
import ImagePullCredentialsTesting
import KubernetesPulls
import PullDiagnosis

/// `controller/event/…`: apply one watch event to a cluster, resolve its Pod, and compute all findings.
///
/// Each operation uses the next Pod, with a kubelet's status after a failed pull. There is one Secret for five Pods,
/// and one Pod in ten has a mistake.
///
/// `controller/delete/…`: delete a Secret that a Pod lists, compute the Pod's verdict, and add the Secret again.
enum ControllerBenchmarks {
  private static let now = Timestamp(secondsSince1970: 1_795_165_512)

  static func run(_ suite: inout Suite) throws {
    for podCount in [1_000, 10_000] {
      let name = "controller/event/\(podCount)"
      let names = [name, "controller/delete/\(podCount)", "controller/kept/\(podCount)"]
      guard suite.wants(anyOf: names) else { continue }
      var cluster = Cluster(try objects(podCount))
      let events = try events(of: cluster.objects)
      let findings = events.reduce(0) { $0 + verdict(on: $1, &cluster) }
      try require(findings >= events.count / 20, "\(findings) findings")
      try require(cluster.objects.pods.count == podCount, "an event added a Pod")
      suite.run(name, operations: events.count) {
        events.reduce(0) { $0 + verdict(on: $1, &cluster) }
      }
      let deletions = try deletions(in: cluster.objects)
      let count = cluster.objects.secrets.count
      let missing = deletions.reduce(0) { $0 + verdict(on: $1, &cluster) }
      try require(missing >= deletions.count, "\(missing) findings of \(deletions.count) deletions")
      try require(cluster.objects.secrets.count == count, "a deleted Secret was not added again")
      suite.run("controller/delete/\(podCount)", operations: deletions.count) {
        deletions.reduce(0) { $0 + verdict(on: $1, &cluster) }
      }
      // What a controller keeps to detect changes later.
      let pods = cluster.objects.pods.prefix(200)
      suite.weigh("controller/kept/\(podCount)", entries: pods.count) {
        pods.map { cluster.resolve($0, merging: .admission) }
      }
    }
  }

  private static func verdict(on event: WatchEvent, _ cluster: inout Cluster) -> Int {
    cluster.apply(event)
    guard let pod = event.object?.pod else { return 0 }
    return cluster.resolve(pod, merging: .admission).diagnose(at: now, in: cluster).count
  }

  /// A Pod and the Secret that it lists.
  private struct Deletion {
    let pod: Pod
    let secret: KubernetesObject
  }

  private static func verdict(on deletion: Deletion, _ cluster: inout Cluster) -> Int {
    cluster.apply(WatchEvent(type: .deleted, object: deletion.secret))
    let resolution = cluster.resolve(deletion.pod, merging: .admission)
    let count = resolution.diagnose(at: now, in: cluster).count
    cluster.apply(WatchEvent(type: .added, object: deletion.secret))
    return count
  }

  /// Deletions of a hundred Pods' Secrets, spread over the cluster.
  private static func deletions(in objects: KubernetesObjects) throws -> [Deletion] {
    let found = objects.pods.lazy.compactMap { pod -> Deletion? in
      guard let name = pod.spec.imagePullSecrets.first?.name,
        let secret = objects.secret(namespace: pod.namespace, name: name)
      else { return nil }
      return Deletion(pod: pod, secret: KubernetesObject(secret))
    }
    let deletions = Array(found)
    try require(deletions.count >= 100, "\(deletions.count) Pods list a Secret that is there")
    return stride(from: 0, to: deletions.count, by: deletions.count / 100).map { deletions[$0] }
  }

  private static func objects(_ podCount: Int) throws -> KubernetesObjects {
    var json: [UInt8] = []
    ClusterGenerator(pods: podCount, secrets: podCount / 5, namespaces: max(1, podCount / 50))
      .write { json += Array($0.utf8) }
    return try KubernetesObjects(json: json)
  }

  /// One event for each of a hundred Pods, spread over the cluster.
  private static func events(of objects: KubernetesObjects) throws -> [WatchEvent] {
    try stride(from: 0, to: objects.pods.count, by: objects.pods.count / 100).map { index in
      var pod = objects.pods[index]
      try require(!pod.spec.images.isEmpty, "Pod \(pod.name) has no image")
      pod.status.containers = [
        Pod.ContainerStatus(
          name: pod.spec.images[0].name, state: .waiting, reason: "ErrImagePull",
          message: "failed to authorize: failed to fetch anonymous token: 401 Unauthorized")
      ]
      return WatchEvent(type: .modified, object: KubernetesObject(pod))
    }
  }
}
