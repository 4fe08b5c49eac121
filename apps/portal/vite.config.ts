import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';
import { preCompress } from './build/pre-compress.js';
import { scriptBudget } from './build/script-budget.js';

export default defineConfig({
  plugins: [
    react(),
    preCompress(),
    scriptBudget({
      // What a cold browser loads for the login and then the board, in Chinese.
      modules: [
        'src/main.tsx',
        'pages/login/login-page.tsx',
        'shell/shell.tsx',
        'pages/board/board-page.tsx',
        'locales/zh/index.ts',
      ],
      kilobytes: 350,
    }),
  ],
  // Workspace packages are bundled from their sources, so that what is not used is left out.
  resolve: { conditions: ['duban-source', ...defaultClientConditions] },
  build: {
    target: 'es2022',
    // The content security policy lets no font or picture come from a data address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 600,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:3000' } },
});
