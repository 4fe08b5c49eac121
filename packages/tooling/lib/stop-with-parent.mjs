// Loaded into the API before it begins: when npm start is killed without a word, its end of this channel closes,
// and the API stops as it would by Ctrl-C, instead of serving on with nobody to stop it.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// The channel alone keeps no process alive.
process.channel?.unref();
