import KubernetesPulls
import PullDiagnosis

// A controller: reads what `kubectl get pods,sa,secrets,events -A -w -o json --output-watch-events` prints, a line each,
// and says what is new about a Pod's pulls after each event that concerns it.
var cluster = Cluster()
var verdicts: [String: [Finding.Code]] = [:]

while let line = readLine() {
  let event = try WatchEvent(json: line)
  if let failure = event.failure { fatalError("watch ended: \(failure.message)") }
  cluster.apply(event)
  guard let pod = event.object?.pod, event.type != .deleted else { continue }
  let resolution = cluster.resolve(pod, merging: .admission)
  let findings = resolution.diagnose(
    at: Timestamp(secondsSince1970: 1_795_165_500), in: cluster)
  let name = "\(pod.namespace)/\(pod.name)"
  guard verdicts.updateValue(findings.map(\.code), forKey: name) != findings.map(\.code) else {
    continue
  }
  print("\(name): \(findings.first.map { "\($0.severity): \($0.code)" } ?? "fine")")
}
