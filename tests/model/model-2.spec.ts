import { driveHalf } from './sequences.js';

driveHalf('second');
