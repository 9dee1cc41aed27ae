// Moments are chosen by the time that an undisturbed run takes, so that nothing may run beside it.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
